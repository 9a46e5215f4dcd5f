using System.Management.Automation;
using StockSync.Binding;
using StockSync.Completion;
using StockSync.Pipeline;
using StockSync.Resources;

namespace StockSync.Commands;

/// <summary>The settings in force and where they come from. Secrets are masked.</summary>
[Cmdlet(VerbsCommon.Get, "SyncConfiguration")]
[OutputType(typeof(SyncSettingValue))]
public sealed class GetSyncConfigurationCommand : SettingsCmdlet
{
    /// <summary>Only settings of these names; wildcards allowed.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(SettingNameCompleter))]
    public string[]? Name { get; set; }

    /// <inheritdoc/>
    private protected override void Act()
    {
        var configuration = OpenConfiguration();
        WriteVerbose(configuration.Path);
        var rows = Guard(() => configuration.Show(new Dictionary<string, string>(), Profile));
        var filter = new TextFilter(Name);
        foreach (var row in rows.Where(r => filter.Matches(r.Name)))
            WriteObject(row);

        foreach (string name in Name ?? [])
        {
            bool isKnown = WildcardPattern.ContainsWildcardCharacters(name)
                || rows.Any(r => r.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
            if (!isKnown)
            {
                WriteError(Errors.From(new StockSyncException(
                    ErrorIds.SettingUnknown, ErrorKind.NotFound, Strings.FormatSettingUnknown(name), target: name)));
            }
        }
    }
}
