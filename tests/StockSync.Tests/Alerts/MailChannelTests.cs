using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Time.Testing;
using StockSync.Engine.Configuration;
using StockSync.Engine.Operations.Alerts;
using StockSync.Engine.Operations.Alerts.Channels;
using StockSync.Engine.Operations.Alerts.Outbox;
using StockSync.Engine.Stores.Contract;
using StockSync.Engine.Stores.Sql;
using StockSync.Tests.Fakes.Alerts;
using Xunit;

namespace StockSync.Tests.Alerts;

public class MailChannelTests
{
    const string Password = "Auth0rization-CaNaRy";

    readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 5, 12, 10, 0, TimeSpan.Zero));

    static AlertSettings Settings(FakeSmtpServer server, bool insecure = true) => new()
    {
        AlertLanguage = "en-US",
        AlertInsecure = insecure,
        MailServer = server.Address,
        MailUser = "sync@example.com",
        MailPassword = Password,
        MailTo = "one@example.com, two@example.com",
    };

    async Task<AlertDelivery> SendAsync(AlertSettings settings)
    {
        var outbox = new MemoryOutbox();
        var message = AlertSamples.Message("msg_1", _time.GetUtcNow().UtcDateTime, MailChannel.ChannelName, text: "平安 <b>\r\nBcc: evil@example.com");
        await outbox.ApplyAlertsAsync(new AlertChanges { Messages = [message] }, default);
        var sender = new AlertSender(settings, Redactor.Of(new SyncSettings { Alerts = settings }, []), _time);
        await sender.SendAsync(outbox, TimeSpan.FromSeconds(15), default).WaitAsync(TimeSpan.FromSeconds(60));
        return Assert.Single(await outbox.GetDeliveriesAsync(false, 10, default));
    }

    [Fact]
    public async Task A_mail_is_text_with_html_to_all_receivers()
    {
        await using var server = new FakeSmtpServer();
        var sent = await SendAsync(Settings(server));
        Assert.Equal((AlertDeliveryState.Delivered, null), (sent.State, sent.LastError));
        string mail = Assert.Single(server.Mails);
        Assert.Contains("Subject: title msg_1", mail, StringComparison.Ordinal);
        Assert.Contains("Message-Id: <msg_1@stocksync>", mail, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("From: sync@example.com", mail, StringComparison.Ordinal);
        Assert.Contains("multipart/alternative", mail, StringComparison.Ordinal);
        Assert.Contains("text/plain", mail, StringComparison.Ordinal);
        Assert.Contains("text/html", mail, StringComparison.Ordinal);
        Assert.DoesNotContain("\nBcc:", mail, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(2, server.Commands.Count(c => c.StartsWith("RCPT", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("AUTH", "535 login fail", AlertDeliveryState.Failed)]
    [InlineData("AUTH", "454 later", AlertDeliveryState.Pending)]
    [InlineData("MAIL", "451 greylisted", AlertDeliveryState.Pending)]
    [InlineData("MAIL", "553 not your address", AlertDeliveryState.Failed)]
    [InlineData("RCPT", "550 no such user", AlertDeliveryState.Failed)]
    [InlineData("RCPT", "450 mailbox busy", AlertDeliveryState.Pending)]
    [InlineData("DATA", "554 no", AlertDeliveryState.Failed)]
    [InlineData(".", "552 too much", AlertDeliveryState.Failed)]
    [InlineData(".", "421 shutting down", AlertDeliveryState.Pending)]
    [InlineData("CONNECT", "554 go away", AlertDeliveryState.Failed)]
    [InlineData("CONNECT", "421 too many", AlertDeliveryState.Pending)]
    public async Task A_refusal_is_final_where_the_server_says_so(string verb, string reply, AlertDeliveryState state)
    {
        await using var server = new FakeSmtpServer(c => c.StartsWith(verb, StringComparison.Ordinal) ? $"{reply} {Password.ToLowerInvariant()}" : null);
        var sent = await SendAsync(Settings(server));
        Assert.Equal(state, sent.State);
        Assert.NotNull(sent.LastError);
        Assert.DoesNotContain(Password, sent.LastError, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task One_receiver_that_is_refused_does_not_keep_it_from_the_other()
    {
        await using var server = new FakeSmtpServer(c => c.Contains("one@", StringComparison.Ordinal) ? "550 gone" : null);
        var sent = await SendAsync(Settings(server));
        Assert.Equal(AlertDeliveryState.Delivered, sent.State);
        Assert.Contains("gone", sent.LastError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_without_TLS_is_told_nothing()
    {
        await using var server = new FakeSmtpServer();
        var sent = await SendAsync(Settings(server, insecure: false));
        Assert.Equal(AlertDeliveryState.Failed, sent.State);
        Assert.DoesNotContain(server.Commands, c => c.StartsWith("AUTH", StringComparison.Ordinal) || c.StartsWith("MAIL", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_server_that_nobody_vouches_for_is_told_nothing()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        await using var server = new FakeSmtpServer(certificate: certificate);
        var sent = await SendAsync(Settings(server, insecure: false));
        Assert.Equal(AlertDeliveryState.Pending, sent.State);
        Assert.DoesNotContain(server.Commands, c => c.StartsWith("AUTH", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("smtp.qq.com", "smtp.qq.com", 465)]
    [InlineData("smtp.qq.com:587", "smtp.qq.com", 587)]
    [InlineData("[::1]:25", "::1", 25)]
    [InlineData("::1", "::1", 465)]
    public void A_mail_server_has_the_port_of_TLS_where_none_is_given(string text, string host, int port) =>
        Assert.Equal(new MailServerAddress(host, port), MailServerAddress.Parse(text));
}
