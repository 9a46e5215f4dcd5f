using System.Management.Automation;
using StockSync.Completion;
using StockSync.Resources;

namespace StockSync.Commands;

/// <summary>Writes one setting to the configuration file. Secrets are refused; the file holds references to them.</summary>
[Cmdlet(
    VerbsCommon.Set, "SyncConfiguration", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium, DefaultParameterSetName = ValueSet)]
[OutputType(typeof(SyncSettingValue))]
public sealed class SetSyncConfigurationCommand : SettingsCmdlet
{
    const string ValueSet = "Value";
    const string RemoveSet = "Remove";

    /// <summary>The setting's name.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SettingNameCompleter))]
    public string Name { get; set; } = "";

    /// <summary>Its value, as in the environment: spans of time in seconds, decimal point.</summary>
    [Parameter(ParameterSetName = ValueSet, Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    public string? Value { get; set; }

    /// <summary>Take the setting out of the file.</summary>
    [Parameter(ParameterSetName = RemoveSet, Mandatory = true)]
    public SwitchParameter Remove { get; set; }

    /// <summary>Emit the setting as it is in force now.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    private protected override void Act()
    {
        var configuration = OpenConfiguration();
        if (ParameterSetName == RemoveSet && !Remove)
            return;

        // The value may be refused because it is a secret, so it is never part of the question.
        string action = Remove ? Strings.FormatConfigurationRemove(Name) : Strings.FormatConfigurationSet(Name);
        if (!ShouldProcess(configuration.Path, action))
            return;
        Guard(() =>
        {
            configuration.Set(Profile, Name, Remove ? null : Value);
            return true;
        });
        if (PassThru)
        {
            var rows = Guard(() => configuration.Show(new Dictionary<string, string>(), Profile));
            WriteObject(rows.First(r => r.Name.Equals(Name, StringComparison.OrdinalIgnoreCase)));
        }
    }
}
