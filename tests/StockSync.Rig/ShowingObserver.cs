using System.Globalization;

namespace StockSync.Rig;

/// <summary>Prints the days that a run reports, as they come out of the engine.</summary>
sealed class ShowingObserver : ISyncObserver
{
    // The kind shows in this format: a date that has become a local or a universal time ends otherwise.
    public ValueTask DayAsync(SyncDay day, CancellationToken cancellationToken)
    {
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"day {day.Date:O} {day.Status}"));
        return default;
    }

    public ValueTask ProgressAsync(SyncProgress progress, CancellationToken cancellationToken) => default;

    public ValueTask VerboseAsync(string text, CancellationToken cancellationToken) => default;

    public ValueTask WarningAsync(string text, CancellationToken cancellationToken) => default;

    public ValueTask ErrorAsync(StockSyncException error, CancellationToken cancellationToken) => default;
}
