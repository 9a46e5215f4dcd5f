using StockSync.Engine.Operations.Log;

namespace StockSync.Tests.ScheduledSync;

/// <summary>A log that keeps its events in memory.</summary>
sealed class SilentLog : ISyncLog
{
    public List<LogEvent> Events { get; } = [];

    public string? Path => null;

    public void Write(LogEvent entry)
    {
        lock (Events)
            Events.Add(entry);
    }

    public string? TakeFault() => null;
}
