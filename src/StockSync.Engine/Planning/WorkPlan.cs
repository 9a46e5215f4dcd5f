using StockSync.Engine.Evidence;
using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine.Planning;

/// <summary>What is missing, and how it will be asked for.</summary>
sealed class WorkPlan
{
    HashSet<DateOnly>? _marketDays;

    /// <summary>What it was made from; null for a part of a plan and for a joined machine, which has its units from the run's own one.</summary>
    public PlanBasis? Basis { get; init; }

    /// <summary>Complete already: answered from the checkpoint.</summary>
    public required IReadOnlyList<SyncDay> CompleteDays { get; init; }

    /// <summary>To be settled, in order.</summary>
    public required IReadOnlyList<DateOnly> OpenDays { get; init; }

    /// <summary>Those of them that were recorded as complete with other rows than the table has.</summary>
    public required IReadOnlyList<DateOnly> DoubtedDays { get; init; }

    /// <summary>Rows of the open days in the table, kept up to date while the run commits.</summary>
    public required PresenceMatrix Present { get; init; }

    /// <summary>Days with a checkpoint, of whatever status.</summary>
    public IReadOnlySet<DateOnly> Recorded { get; init; } = new HashSet<DateOnly>();

    /// <summary>Rows each open day had before the run.</summary>
    public required IReadOnlyDictionary<DateOnly, DayRows> RowsBefore { get; init; }

    /// <summary>What is recorded of stocks without a row, kept up to date while the run settles days.</summary>
    public required KnownAbsences Book { get; init; }

    /// <summary>The same as it was when the plan was made.</summary>
    public required KnownAbsences BookBefore { get; init; }

    /// <summary>Days whose list was asked for by an earlier run.</summary>
    public IReadOnlySet<DateOnly> Listed { get; init; } = new HashSet<DateOnly>();

    /// <summary>True where any failure was open when the run began, of a stock or of a whole day.</summary>
    public bool HasOpenFailures { get; init; }

    /// <summary>Failures that were open when the run began.</summary>
    public required ILookup<StockCode, FailedStock> OpenFailures { get; init; }

    /// <summary>How many days have something missing, asked for now or answered in a run that was stopped.</summary>
    public required int LackingDays { get; init; }

    /// <summary>How many stocks have something missing that is asked for now.</summary>
    public required int LackingStocks { get; init; }

    /// <summary>The units of MarketDay, by month and in order.</summary>
    public required IReadOnlyList<DateOnly> MarketDays { get; init; }

    /// <summary>The units of StockRange, for what is missing on all other days; in order of code, those that failed before last.</summary>
    public required IReadOnlyList<StockUnit> StockRanges { get; init; }

    /// <summary>A day, in whatever shape the plan is, and below some stocks of it: enough to see how quickly the service answers.</summary>
    public IReadOnlyList<DateOnly> FirstDays { get; init; } = [];

    public IReadOnlyList<StockUnit> FirstRanges { get; init; } = [];

    /// <summary>Lists of days that will be asked for, as far as that can be known.</summary>
    public required double DayLists { get; init; }

    /// <summary>The decision.</summary>
    public required CostChoice Cost { get; init; }

    /// <summary>Nothing to fetch and nothing to settle.</summary>
    public bool IsDone => OpenDays.Count == 0;

    /// <summary>A part of this plan, with other units.</summary>
    public WorkPlan Part(IReadOnlyList<DateOnly> marketDays, IReadOnlyList<StockUnit> ranges) => new()
    {
        CompleteDays = CompleteDays,
        OpenDays = OpenDays,
        DoubtedDays = DoubtedDays,
        Present = Present,
        Recorded = Recorded,
        RowsBefore = RowsBefore,
        Book = Book,
        BookBefore = BookBefore,
        Listed = Listed,
        OpenFailures = OpenFailures,
        HasOpenFailures = HasOpenFailures,
        LackingDays = LackingDays,
        LackingStocks = LackingStocks,
        FirstDays = FirstDays,
        FirstRanges = FirstRanges,
        MarketDays = marketDays,
        StockRanges = ranges,
        DayLists = 0,
        Cost = Cost,
    };

    public bool WasListed(DateOnly day) => Listed.Contains(day);

    /// <summary>True for an open day whose bars come with the ranges of stocks: not for a market day that such a range reaches over.</summary>
    public bool TakesFromRanges(DateOnly day) => Present.Contains(day) && !(_marketDays ??= [.. MarketDays]).Contains(day);

    /// <summary>
    /// True where a range reaches over a market day that has not brought the stock's bar. The bar in the range is not taken, for the day is
    /// settled; so the range must not be noted as answered, or nobody would ask for it again.
    /// </summary>
    public bool IsOwed(StockUnit unit) =>
        MarketDays.Any(day => unit.From < day && day < unit.To && Present.Contains(day) && !Present[day, unit.Stock]);
}

/// <summary>A unit of StockRange: one stock, from its first to its last missing day.</summary>
/// <param name="Stock">Position in the stock list.</param>
/// <param name="Code">The stock.</param>
/// <param name="From">First missing day.</param>
/// <param name="To">Last missing day.</param>
/// <param name="HasRows">True when the table holds some rows of the range already.</param>
readonly record struct StockUnit(int Stock, StockCode Code, DateOnly From, DateOnly To, bool HasRows);
