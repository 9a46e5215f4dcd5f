namespace StockSync;

/// <summary>What is known of a database: the result of <c>Initialize-SyncDatabase</c>.</summary>
public sealed class DatabaseInfo
{
    /// <summary><c>PostgreSQL</c> or <c>SQLite</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Host and database, or the file; never user or password.</summary>
    public required string Target { get; init; }

    /// <summary>The server's or the library's version.</summary>
    public required string ServerVersion { get; init; }

    /// <summary>The schema's version; 0 where there is none yet.</summary>
    public required int SchemaVersion { get; init; }

    // What this module makes of it; 0 where the store does not say.
    internal int NewestSchema { get; init; }

    /// <summary>Upgrades applied by this call.</summary>
    public int UpgradesApplied { get; init; }

    /// <summary>True when rows may be written.</summary>
    public bool IsWritable { get; init; }

    // Part of an error's text; not of what users see of a database that is fine.
    internal string WhyNotWritable { get; init; } = "";

    /// <summary>Size in bytes.</summary>
    public long SizeBytes { get; init; }
}
