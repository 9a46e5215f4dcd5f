using System.Management.Automation;

namespace StockSync.Commands;

/// <summary>Alerts, or the messages about them, newest first.</summary>
[Cmdlet(VerbsCommon.Get, "SyncAlert")]
[OutputType(typeof(SyncAlert), typeof(AlertDelivery))]
public sealed class GetSyncAlertCommand : OperationCmdlet
{
    /// <summary>Only alerts that stand; with <see cref="Outbox"/> only messages that wait for their delivery.</summary>
    [Parameter]
    public SwitchParameter Open { get; set; }

    /// <summary>The messages instead of the alerts.</summary>
    [Parameter]
    public SwitchParameter Outbox { get; set; }

    /// <summary>Only the newest so many; default: all.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int Last { get; set; } = int.MaxValue;

    /// <inheritdoc/>
    private protected override void Act() => WithOperations(ResolveSettings(), operations => Pump(async (writer, token) =>
    {
        if (Outbox)
        {
            await foreach (var message in operations.GetDeliveriesAsync(Open, Last, token))
                await writer.WriteObjectAsync(message);
            return;
        }
        await foreach (var alert in operations.GetAlertsAsync(Open, Last, token))
            await writer.WriteObjectAsync(alert);
    }));
}
