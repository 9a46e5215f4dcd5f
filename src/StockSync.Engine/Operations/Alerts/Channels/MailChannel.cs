using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using StockSync.Engine.Operations.Alerts.Wording;

namespace StockSync.Engine.Operations.Alerts.Channels;

/// <summary>Mail: text with an HTML alternative, over TLS from the start (port 465) or STARTTLS; never in the clear by accident.</summary>
sealed class MailChannel(AlertSettings settings) : IAlertChannel
{
    public const string ChannelName = "Mail";

    public string Name => ChannelName;

    public AlertSeverity Minimum => settings.MailSeverity;

    public async Task<SendResult> SendAsync(AlertDelivery message, CancellationToken cancellationToken)
    {
        var server = MailServerAddress.Parse(settings.MailServer!);
        using var mail = Compose(message);

        // As every other client here: an authority whose list of revoked certificates cannot be had must not keep a message from its reader.
        using var client = new PartialDeliverySmtpClient { CheckCertificateRevocation = false };
        await client.ConnectAsync(server.Host, server.Port, Security(server), cancellationToken);
        if (settings.MailUser is { } user)
            await client.AuthenticateAsync(user, settings.MailPassword ?? "", cancellationToken);
        await client.SendAsync(mail, cancellationToken);
        await LeaveAsync(client, cancellationToken);
        return client.Refusal is null ? SendResult.Accepted : SendResult.Accepted with { Error = client.Refusal };
    }

    // Auto would mean "in the clear, if somebody takes STARTTLS out of the server's greeting".
    SecureSocketOptions Security(MailServerAddress server) =>
        server.Port == MailServerAddress.TlsPort ? SecureSocketOptions.SslOnConnect
        : settings.AlertInsecure ? SecureSocketOptions.StartTlsWhenAvailable
        : SecureSocketOptions.StartTls;

    static async Task LeaveAsync(SmtpClient client, CancellationToken cancellationToken)
    {
        try
        {
            await client.DisconnectAsync(quit: true, cancellationToken);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or MailKit.ProtocolException or MailKit.CommandException)
        {
            // The server has the message; how it says goodbye changes nothing.
        }
    }

    MimeMessage Compose(AlertDelivery message)
    {
        var mail = new MimeMessage
        {
            Subject = ByteCut.Of(SafeText.OneLine(message.Content.Title), 400, MessageFit.Utf8),
            MessageId = $"{message.MessageId}@stocksync",
            Date = new DateTimeOffset(DateTime.SpecifyKind(message.CreatedAt, DateTimeKind.Utc)),
            Body = new BodyBuilder
            {
                TextBody = MailText.Plain(message.Content),
                HtmlBody = MailText.Html(message.Content, AlertWords.Of(settings)),
            }.ToMessageBody(),
        };
        mail.From.Add(MailboxAddress.Parse(settings.MailFrom ?? settings.MailUser!));
        mail.To.AddRange(InternetAddressList.Parse(settings.MailTo!));
        mail.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        return mail;
    }
}
