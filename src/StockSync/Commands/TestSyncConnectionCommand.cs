using System.Management.Automation;

namespace StockSync.Commands;

/// <summary>Checks the service and the database.</summary>
[Cmdlet(VerbsDiagnostic.Test, "SyncConnection")]
[OutputType(typeof(ConnectionCheck), typeof(bool))]
public sealed class TestSyncConnectionCommand : DataCmdlet
{
    /// <summary>Emit only true when everything can be used, else false.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <inheritdoc/>
    private protected override void Act()
    {
        if (!Quiet)
        {
            Emit(static (engine, token) => engine.TestAsync(token));
            return;
        }
        WithEngine(ResolveSettings(), engine => WriteObject(Collect(engine.TestAsync).TrueForAll(check => check.IsOk)));
    }
}
