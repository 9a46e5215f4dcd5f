namespace StockSync.Engine;

/// <summary>Composes the engine; the one entry for cmdlets.</summary>
public static class EngineFactory
{
    /// <summary>An engine for these settings. Opens neither file nor socket before it is asked to do something.</summary>
    /// <exception cref="StockSyncException">A setting cannot be used, for example a database text that cannot be understood.</exception>
    public static ISyncEngine Create(SyncSettings settings) => throw new NotImplementedException();
}
