namespace StockSync;

/// <summary>The result of one check of <c>Test-SyncConnection</c>.</summary>
public sealed class ConnectionCheck
{
    /// <summary><c>Source</c> or <c>Database</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Where: host and port, or the database without user and password.</summary>
    public required string Target { get; init; }

    /// <summary>True when it can be used.</summary>
    public required bool IsOk { get; init; }

    /// <summary>Round trip of the check in milliseconds.</summary>
    public double LatencyMilliseconds { get; init; }

    /// <summary>What was found: versions, budget left, schema; or the error.</summary>
    public required string Detail { get; init; }

    /// <summary>What to do, where something is wrong.</summary>
    public string? Advice { get; init; }
}
