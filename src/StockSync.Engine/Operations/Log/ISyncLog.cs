namespace StockSync.Engine.Operations.Log;

/// <summary>Where a run keeps a record for whoever looks later. Never throws and never waits: a full disk there does not disturb the sync.</summary>
interface ISyncLog
{
    /// <summary>The file written now; null where there is none.</summary>
    string? Path { get; }

    /// <summary>Writes one event.</summary>
    void Write(LogEvent entry);

    /// <summary>Why events could not be written since the last call of this method; null where all were.</summary>
    string? TakeFault();
}
