using MailKit.Net.Smtp;
using MimeKit;

namespace StockSync.Engine.Operations.Alerts.Channels;

/// <summary>Sends to those receivers that the server takes, where it does not take all: one wrong address must not keep it from the others.</summary>
sealed class PartialDeliverySmtpClient : SmtpClient
{
    SmtpCommandException? _refusal;

    /// <summary>Why receivers were not taken; null where all were.</summary>
    public string? Refusal => _refusal?.Message;

    protected override void OnRecipientNotAccepted(MimeMessage message, MailboxAddress mailbox, SmtpResponse response) =>
        _refusal ??= new SmtpCommandException(SmtpErrorCode.RecipientNotAccepted, response.StatusCode, mailbox, response.Response);

    protected override void OnNoRecipientsAccepted(MimeMessage message)
    {
        if (_refusal is not null)
            throw _refusal;
        base.OnNoRecipientsAccepted(message);
    }
}
