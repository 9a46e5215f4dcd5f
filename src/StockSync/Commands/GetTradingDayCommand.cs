using System.Management.Automation;
using StockSync.Binding;
using StockSync.Resources;

namespace StockSync.Commands;

/// <summary>The calendar of the exchanges.</summary>
[Cmdlet(VerbsCommon.Get, "TradingDay")]
[OutputType(typeof(TradingDay))]
public sealed class GetTradingDayCommand : DataCmdlet
{
    const string RangeSet = "Range";
    const string NextSet = "Next";
    const string PreviousSet = "Previous";
    const int DefaultDays = 30;

    // Nearly always a trading day is that near; the longest closure on record had 19 days.
    static readonly int[] s_distances = [12, 60];

    /// <summary>First day; default: 30 days before the last. With <see cref="Next"/> or <see cref="Previous"/> the day to look from; default: today.</summary>
    [Parameter(Position = 0)]
    [DateArgument]
    public DateTime From { get; set; }

    /// <summary>Last day; default: today in Beijing.</summary>
    [Parameter(Position = 1, ParameterSetName = RangeSet)]
    [DateArgument]
    public DateTime To { get; set; }

    /// <summary>Emit closed days too.</summary>
    [Parameter(ParameterSetName = RangeSet)]
    public SwitchParameter IncludeClosed { get; set; }

    /// <summary>The first trading day after the given one.</summary>
    [Parameter(Mandatory = true, ParameterSetName = NextSet)]
    public SwitchParameter Next { get; set; }

    /// <summary>The last trading day before the given one.</summary>
    [Parameter(Mandatory = true, ParameterSetName = PreviousSet)]
    public SwitchParameter Previous { get; set; }

    /// <inheritdoc/>
    private protected override void Act()
    {
        var today = Beijing.Today(TimeProvider.System);
        if (Next || Previous)
        {
            Neighbour(IsBound(nameof(From)) ? From.ToDate() : today);
            return;
        }
        var to = IsBound(nameof(To)) ? To.ToDate() : today;
        var from = IsBound(nameof(From)) ? From.ToDate() : to.AddDays(-Math.Min(DefaultDays, to.DayNumber));
        Emit((engine, token) => engine.GetCalendarAsync(from, to, token), day => day.IsTradingDay || IncludeClosed);
    }

    void Neighbour(DateOnly day) => WithEngine(ResolveSettings(), engine =>
    {
        foreach (int distance in s_distances)
        {
            var (from, to) = Next ? (Days(day, 1), Days(day, distance)) : (Days(day, -distance), Days(day, -1));
            var days = Collect(token => engine.GetCalendarAsync(from, to, token)).FindAll(d => d.IsTradingDay);
            if (days.Count == 0)
                continue;
            WriteObject(Next ? days[0] : days[^1]);
            return;
        }
        WriteWarning(Strings.FormatNoTradingDay(day.Text(), s_distances[^1]));
    });

    // Up to the first and the last day there is.
    static DateOnly Days(DateOnly day, int days) =>
        DateOnly.FromDayNumber(Math.Clamp(day.DayNumber + days, DateOnly.MinValue.DayNumber, DateOnly.MaxValue.DayNumber));
}
