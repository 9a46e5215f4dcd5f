using System.Collections.Concurrent;

namespace StockSync.MarketServer;

/// <summary>How long the service thinks before it answers, by message type.</summary>
public sealed class LatencyTable
{
    readonly ConcurrentDictionary<string, TimeSpan> _byType = new();

    /// <summary>For the types without a time of their own, login included. Default none.</summary>
    public TimeSpan Default { get; set; }

    /// <summary>The time of one message type.</summary>
    public TimeSpan this[string type]
    {
        get => _byType.TryGetValue(type, out var time) ? time : Default;
        set => _byType[type] = value;
    }
}
