using System.Management.Automation;
using StockSync.Completion;
using StockSync.Loading;
using StockSync.Pipeline;

namespace StockSync.Commands;

/// <summary>A cmdlet that reads or writes settings.</summary>
public abstract class SettingsCmdlet : SyncCmdlet
{
    private protected SettingsCmdlet()
    {
    }

    /// <summary>The named set of the configuration file; default: the one <c>STOCKSYNC_PROFILE</c> names, or <c>default</c>.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    public string? Profile { get; set; }

    private protected ISyncConfiguration OpenConfiguration() =>
        Guard(() => EngineGate.OpenConfiguration(
            SessionState.Path.CurrentFileSystemLocation.ProviderPath, new SessionVault(InvokeCommand).Read));
}
