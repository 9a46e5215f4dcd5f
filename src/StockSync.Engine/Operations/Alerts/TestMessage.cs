using StockSync.Engine.Operations.Alerts.Policy;
using StockSync.Engine.Operations.Alerts.Wording;

namespace StockSync.Engine.Operations.Alerts;

/// <summary>A message that says nothing but that it arrived.</summary>
static class TestMessage
{
    /// <summary>One for every channel.</summary>
    /// <exception cref="StockSyncException">No channel has an address.</exception>
    public static IReadOnlyList<AlertDelivery> To(IAlertSender sender, AlertSettings settings, DateTime now)
    {
        var words = AlertWords.Of(settings);
        var content = new AlertContent(
            words.Get("TestTitle"),
            [
                new AlertLine(words.Get("LineMessage"), words.Get("TestText")),
                new AlertLine(words.Get("LineHost"), Environment.MachineName),
                new AlertLine(words.Get("LineTime"), BeijingText.Of(now)),
            ]);
        var messages = sender.Address(MessageId.Create(), AlertMessageKind.Test, AlertSeverity.Info, content, now, null, null);
        return messages.Count > 0
            ? messages
            : throw new StockSyncException(
                ErrorIds.AlertChannelMissing, ErrorKind.NotFound, words.Get("ChannelMissing"), words.Get("ChannelMissingAdvice"));
    }
}
