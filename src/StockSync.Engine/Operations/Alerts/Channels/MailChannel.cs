using System.Globalization;
using System.Net;
using System.Text;
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

/// <summary>Where the mail server is: a host with or without a port.</summary>
/// <param name="Host">Name or address.</param>
/// <param name="Port">465 where none is given.</param>
sealed record MailServerAddress(string Host, int Port)
{
    public const int TlsPort = 465;

    public static MailServerAddress Parse(string text)
    {
        int colon = text.LastIndexOf(':');
        bool isOnlyColon = text.IndexOf(':', StringComparison.Ordinal) == colon;
        bool hasPort = colon > 0 && !text.EndsWith(']') && (isOnlyColon || text[colon - 1] == ']');
        return hasPort && int.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out int port)
            ? new MailServerAddress(text[..colon].Trim('[', ']'), port)
            : new MailServerAddress(text.Trim('[', ']'), TlsPort);
    }
}

/// <summary>The two forms of a mail's body. Every text is encoded; there is no address, picture or script in it.</summary>
static class MailText
{
    public static string Plain(AlertContent content)
    {
        var text = new StringBuilder(SafeText.OneLine(content.Title)).Append("\n\n");
        foreach (var line in content.Lines)
            text.Append(SafeText.OneLine(line.Label)).Append(": ").Append(SafeText.OneLine(line.Text)).Append('\n');
        if (content.Advice is { } advice)
            text.Append('\n').Append(SafeText.OneLine(advice)).Append('\n');
        return text.ToString();
    }

    public static string Html(AlertContent content, AlertWords words)
    {
        var page = new StringBuilder($"<!DOCTYPE html><html lang=\"{words.Culture.Name}\"><head><meta charset=\"utf-8\"></head>");
        page.Append("<body style=\"font-family:sans-serif\"><h3>").Append(Encoded(content.Title)).Append("</h3><table cellpadding=\"4\">");
        foreach (var line in content.Lines)
        {
            page.Append("<tr><th align=\"left\" valign=\"top\">").Append(Encoded(line.Label))
                .Append("</th><td>").Append(Encoded(line.Text)).Append("</td></tr>");
        }
        page.Append("</table>");
        if (content.Advice is { } advice)
            page.Append("<p>").Append(Encoded(advice)).Append("</p>");
        return page.Append("</body></html>").ToString();
    }

    static string Encoded(string text) => WebUtility.HtmlEncode(SafeText.OneLine(text));
}

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
