using System.Globalization;

namespace StockSync;

/// <summary>The database.</summary>
public sealed class DatabaseHealth
{
    /// <summary>Kind and place, without user and password.</summary>
    public required string Target { get; init; }

    /// <summary><c>PostgreSQL</c> or <c>SQLite</c>; null where it did not answer.</summary>
    public string? Kind { get; init; }

    /// <summary>Whether it answered.</summary>
    public required bool IsReachable { get; init; }

    /// <summary>How long it took.</summary>
    public TimeSpan? Latency { get; init; }

    /// <summary>Whether this user may write to it.</summary>
    public bool IsWritable { get; init; }

    /// <summary>Its size.</summary>
    public long? SizeBytes { get; init; }

    /// <summary>How much it grew each day of the last thirty, as far as sizes were remembered; null before there are two days to compare.</summary>
    public double? GrowthBytesPerDay { get; init; }

    /// <summary>Room left on the disk of a SQLite file; null for a server.</summary>
    public long? FreeBytes { get; init; }

    /// <summary>The same as a share of the disk, 0 to 1.</summary>
    public double? FreeShare { get; init; }

    /// <summary>Of its tables; 0 where there are none.</summary>
    public int SchemaVersion { get; init; }

    /// <inheritdoc/>
    public override string ToString() => IsReachable
        ? string.Create(CultureInfo.InvariantCulture, $"{Target}, {SizeBytes / 1048576.0:N1} MB, {Latency?.TotalMilliseconds:N0} ms, schema {SchemaVersion}")
        : $"{Target}, not reachable";
}
