using System.Management.Automation;
using StockSync.Resources;

namespace StockSync.Commands;

/// <summary>Sends the messages that wait in the outbox, or a test message to every channel.</summary>
[Cmdlet(VerbsCommunications.Send, "SyncAlert", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(AlertDelivery))]
public sealed class SendSyncAlertCommand : OperationCmdlet
{
    /// <summary>Send a test message to every channel, whatever its minimum severity; needs no database.</summary>
    [Parameter]
    public SwitchParameter Test { get; set; }

    /// <inheritdoc/>
    private protected override void Act()
    {
        var settings = ResolveSettings();
        if (!ShouldProcess(Strings.AlertTarget, Test ? Strings.AlertTest : Strings.AlertSend))
            return;
        WithOperations(settings, operations => Pump(async (writer, token) =>
        {
            await foreach (var message in operations.SendAlertsAsync(Test, token))
            {
                await writer.WriteObjectAsync(message);
                if (message.State != AlertDeliveryState.Delivered)
                    await writer.ErrorAsync(Undelivered(message), token);
            }
        }));
    }

    StockSyncException Undelivered(AlertDelivery message)
    {
        string advice = Test ? Strings.AlertTestAdvice
            : message.State == AlertDeliveryState.Failed ? Strings.AlertFailedAdvice : Strings.AlertPendingAdvice;
        return new StockSyncException(
            ErrorIds.AlertUndelivered,
            ErrorKind.Connection,
            Strings.FormatAlertUndelivered(message.Channel, message.Title, message.LastError ?? Strings.AlertUntried),
            advice,
            message,
            isTransient: message.State == AlertDeliveryState.Pending);
    }
}
