using StockSync.Loading;

namespace StockSync.Commands;

/// <summary>A cmdlet that operates: schedules, health, alerts, report.</summary>
public abstract class OperationCmdlet : DataCmdlet
{
    private protected OperationCmdlet()
    {
    }

    /// <summary>Opens the operations, uses them on this thread and closes them, however the use ends.</summary>
    private protected void WithOperations(SyncSettings settings, Action<ISyncOperations> use)
    {
        var operations = Guard(() => EngineGate.CreateOperations(settings));
        try
        {
            use(operations);
        }
        finally
        {
            Close(operations);
        }
    }

    /// <summary>The schedules of this machine's user; null, with a warning, where they cannot be read: that is no reason to tell nothing at all.</summary>
    private protected IReadOnlyList<SyncSchedule>? ReadSchedules(SyncSettings settings)
    {
        try
        {
            return EngineGate.OpenSchedules(settings.StateDirectory).Get();
        }
        catch (StockSyncException e)
        {
            WriteWarning(e.Message);
            return null;
        }
    }
}
