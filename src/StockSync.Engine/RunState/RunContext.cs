using System.Globalization;
using Polly;
using StockSync.Engine.Evidence;
using StockSync.Engine.Market;
using StockSync.Engine.Planning;
using StockSync.Engine.Resources;
using StockSync.Engine.Service;
using StockSync.Engine.Sources.Contract;
using StockSync.Engine.Stores.Contract;
using StockSync.Engine.Telemetry;

namespace StockSync.Engine.RunState;

/// <summary>What all parts of one run share.</summary>
sealed class RunContext
{
    const string CutShortDigest = "short";

    /// <summary>What a stopped run may take to keep what is in hand.</summary>
    public static readonly TimeSpan StopGrace = TimeSpan.FromSeconds(3);

    /// <summary>What each of its last records may take: with closing the connection all stays within ten seconds.</summary>
    public static readonly TimeSpan EndGrace = TimeSpan.FromSeconds(1.5);

    public required SyncRequest Request { get; init; }

    public required SyncSettings Settings { get; init; }

    /// <summary>Repeats what met a passing fault.</summary>
    public required ISyncStore Store { get; init; }

    public required BeijingClock Clock { get; init; }

    public required RequestBudget RequestBudget { get; init; }

    public required SessionPool Pool { get; init; }

    public required ResiliencePipeline SourceRetry { get; init; }

    public required UnitRunner Units { get; init; }

    public required StopSignal Stop { get; init; }

    public required ISyncObserver Observer { get; init; }

    public required string RunId { get; init; }

    /// <summary>Says when the run's time is over.</summary>
    public required Func<StockSyncException?> Limit { get; init; }

    /// <summary>Other machines at the run.</summary>
    public required JoinedWorkers Joined { get; init; }

    /// <summary>This machine, where it works at a run that another machine has started.</summary>
    public string? WorkerId { get; init; }

    /// <summary>Set once the lease is taken; nothing is written before.</summary>
    public Lease? Lease { get; set; }

    /// <summary>Says whether the plan should be given up for a better one; null where nobody looks.</summary>
    public PlanMonitor? Watch { get; set; }

    /// <summary>The alerts that its end is judged by; null where somebody else judges it.</summary>
    public OpenAlerts? Alerts { get; init; }

    /// <summary>The trading days, around the range that is asked for too.</summary>
    public TradingCalendar Calendar { get; set; } = new([]);

    /// <summary>All A shares that are known, those outside of the copy too.</summary>
    public StockList AllStocks { get; set; } = new([]);

    /// <summary>What the service claimed and what waits for a second answer, as it was when the run began.</summary>
    public IReadOnlyList<Claim> Claims { get; set; } = [];

    /// <summary>A claim about something; null where there is none.</summary>
    public Claim? Claim(ClaimKind kind, string subject) => Claims.FirstOrDefault(c => c.Kind == kind && c.Subject == subject);

    /// <summary>Which stocks the database is a copy of.</summary>
    public CopyScope Copy { get; set; } = CopyScope.Unknown;

    /// <summary>True for a stock of the copy.</summary>
    public bool Copies(StockCode code) => !Copy.IsChosen || Copy.Codes.Contains(code);

    /// <summary>A code that no stock list names.</summary>
    public bool IsUnknown(StockCode code) => AllStocks.IndexOf(code) < 0;

    /// <summary>Codes of A shares that bars or lists of a day name and the stock list does not, with the name a list gives and the first such day.</summary>
    public System.Collections.Concurrent.ConcurrentDictionary<StockCode, (string Name, DateOnly Day)> Unknown { get; } = [];

    /// <summary>Notes the codes of a day's rows that no stock list names, and returns them.</summary>
    public IReadOnlyCollection<StockCode> NoteUnknown(BarBatch rows, DateOnly day)
    {
        HashSet<StockCode>? unknown = null;
        foreach (ref readonly var row in rows.Rows)
        {
            if (!IsUnknown(row.Code))
                continue;
            (unknown ??= []).Add(row.Code);
            Note(row.Code, "", day);
        }
        return (IReadOnlyCollection<StockCode>?)unknown ?? [];
    }

    /// <summary>Notes the codes of a day's list that no stock list names, and returns all codes of the list.</summary>
    public IReadOnlySet<StockCode> NoteListed(IReadOnlyList<ListedStock> listed, DateOnly day)
    {
        foreach (var stock in listed)
        {
            if (IsUnknown(stock.Code))
                Note(stock.Code, stock.Name, day);
        }
        return Lists[day] = listed.Select(l => l.Code).ToHashSet();
    }

    /// <summary>Stocks and days that were accepted as absent, and whose bar came in this run: what is left of such a gap is in doubt.</summary>
    public System.Collections.Concurrent.ConcurrentDictionary<(StockCode Code, DateOnly Day), bool> Returned { get; } = [];

    /// <summary>Stocks that are said to have left before a day of which a bar came in this run.</summary>
    public System.Collections.Concurrent.ConcurrentDictionary<StockCode, bool> Stayed { get; } = [];

    /// <summary>Notes the rows of an answer that nobody waited for.</summary>
    public void NoteReturned(BarBatch rows, KnownAbsences book)
    {
        foreach (ref readonly var row in rows.Rows)
        {
            if (book.Find(row.Code, row.Date) is { IsAccepted: true, Note: null })
                Returned.TryAdd((row.Code, row.Date), true);
            int at = AllStocks.IndexOf(row.Code);
            if (at >= 0 && AllStocks[at] is { ReplacedBy: null, DelistedOn: { } gone } && row.Date >= gone)
                Stayed.TryAdd(row.Code, true);
        }
    }

    /// <summary>Lists of days that only a first run asks for.</summary>
    public int FirstLists { get; set; }

    /// <summary>Lists of days that were asked for in this run.</summary>
    public System.Collections.Concurrent.ConcurrentDictionary<DateOnly, IReadOnlySet<StockCode>> Lists { get; } = [];

    /// <summary>What is recorded of a stored bar that the service answers no more.</summary>
    public Claim Withdrawn(StockCode code, DateOnly day) => new()
    {
        Kind = ClaimKind.Withdrawn,
        Subject = $"{day.Text()} {code}",
        Digest = "",
        Detail = "a stored bar is not answered any more",
        FirstOn = Clock.Today,
        LastOn = Clock.Today,
    };

    /// <summary>What is recorded of an answer for a stock that leaves out more stored bars than are believed at once; by the first of them.</summary>
    public Claim CutShort(StockCode code, DateOnly day) => Withdrawn(code, day) with { Digest = CutShortDigest, Detail = "an answer for the stock leaves out stored bars" };

    /// <summary>True where such an answer was given on an earlier Beijing day: then it is no accident, the service has withdrawn the bars.</summary>
    public bool WasCutShort(StockCode code, DateOnly from, DateOnly to) => Claims.Any(c => c.Kind == ClaimKind.Withdrawn
        && c.Digest == CutShortDigest && c.FirstOn < Clock.Today && IsOf(c, out var stock, out var day) && stock == code && from <= day && day <= to);

    /// <summary>What is recorded of stored bars that were not answered any more, and are now. The rows must be sorted.</summary>
    public IReadOnlyList<Claim> Returns(BarBatch rows) => Claims.Count == 0 ? [] :
    [
        .. Claims.Where(c => c.Kind == ClaimKind.Withdrawn && IsOf(c, out var code, out var day) && rows.Contains(code, day)),
    ];

    static bool IsOf(Claim claim, out StockCode code, out DateOnly day)
    {
        (code, day) = (default, default);
        return claim.Subject.Split(' ') is [var date, var stock] && StockCode.TryParse(stock, out code)
            && DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day);
    }

    /// <summary>Says which stored bars are not answered any more: a line for each day.</summary>
    public async Task TellWithdrawnAsync(IReadOnlyList<Claim> claims, CancellationToken cancellationToken)
    {
        foreach (var day in claims.Where(c => c.Kind == ClaimKind.Withdrawn).GroupBy(c => c.Subject[..10]))
        {
            await Observer.WarningAsync(
                SyncStrings.FormatBarsWithdrawn(day.Key, day.Count(), string.Join(", ", day.Take(10).Select(c => c.Subject[11..]))), cancellationToken);
        }
    }

    void Note(StockCode code, string name, DateOnly day) => Unknown.AddOrUpdate(
        code, (name, day), (_, known) => (known.Name.Length > 0 ? known.Name : name, known.Day < day ? known.Day : day));

    /// <summary>Where its time goes.</summary>
    public StageTimes Times { get; } = new();

    /// <summary>Requests tried again, over the run.</summary>
    public int Retries;

    /// <summary>Rows stored so far, for the progress.</summary>
    public long RowsStored;

    /// <summary>Before each unit: is the plan still the best? One that other machines work at stays as it is.</summary>
    public void Look()
    {
        if (Watch?.IsOutdated() == true && !Joined.IsJoined)
            Stop.Turn();
    }

    /// <summary>Counts a request that is tried again after a wait.</summary>
    public void Retry(TimeSpan wait)
    {
        Interlocked.Increment(ref Retries);
        Times.Waited(wait);
        SyncTelemetry.Retries.Add(1);
    }
}

/// <summary>Where the time of a run goes beside the service. Thread-safe.</summary>
sealed class StageTimes
{
    long _store;
    long _wait;

    /// <summary>In transactions.</summary>
    public TimeSpan Store => new(Interlocked.Read(ref _store));

    /// <summary>Between attempts that failed and the next ones, over all units.</summary>
    public TimeSpan Wait => new(Interlocked.Read(ref _wait));

    public void Stored(TimeSpan time) => Interlocked.Add(ref _store, time.Ticks);

    public void Waited(TimeSpan time) => Interlocked.Add(ref _wait, time.Ticks);
}

/// <summary>Identities of runs: sortable by start, unique over machines.</summary>
static class RunId
{
    public static string Create(BeijingClock clock) =>
        $"{clock.UtcNow:yyyyMMdd'T'HHmmss'Z'}-{Guid.NewGuid().ToString("N")[..8]}";
}
