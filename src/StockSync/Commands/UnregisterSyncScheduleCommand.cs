using System.Management.Automation;
using StockSync.Pipeline;
using StockSync.Resources;
using StockSync.Scheduling;

namespace StockSync.Commands;

/// <summary>Takes schedules away; what they have stored stays.</summary>
[Cmdlet(VerbsLifecycle.Unregister, "SyncSchedule", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
public sealed class UnregisterSyncScheduleCommand : SettingsCmdlet
{
    /// <summary>Their names.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = ["default"];

    /// <inheritdoc/>
    private protected override bool Take()
    {
        var configuration = OpenConfiguration();
        var registry = Guard(() => Schedules.Open(configuration, Profile));
        foreach (string name in Name)
        {
            var found = Guard(registry.Get).FirstOrDefault(s => s.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
            if (found is null)
            {
                WriteError(Errors.From(new StockSyncException(
                    ErrorIds.ScheduleUnknown,
                    ErrorKind.NotFound,
                    Strings.FormatScheduleUnknown(name),
                    Strings.ScheduleUnknownAdvice,
                    name)));
            }
            else if (ShouldProcess(found.Location, Strings.FormatScheduleRemove(found.Name)))
            {
                Guard(() => registry.Unregister(found.Name));
            }
        }
        return true;
    }
}
