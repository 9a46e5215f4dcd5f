using System.Management.Automation;
using StockSync.Resources;

namespace StockSync.Commands;

/// <summary>Creates the tables, or upgrades them. Runs do it by themselves; this is for a role that may, before one that may not.</summary>
[Cmdlet(VerbsData.Initialize, "SyncDatabase", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(DatabaseInfo))]
public sealed class InitializeSyncDatabaseCommand : DataCmdlet
{
    /// <inheritdoc/>
    private protected override void Act()
    {
        var settings = ResolveSettings();
        if (ShouldProcess(DatabaseTarget(), Strings.InitializeAction))
            WithEngine(settings, engine => WriteObject(Await(engine.InitializeAsync)));
    }
}
