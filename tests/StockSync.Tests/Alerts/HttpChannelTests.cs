using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using StockSync.Engine.Configuration;
using StockSync.Engine.Operations.Alerts;
using StockSync.Engine.Operations.Alerts.Channels;
using StockSync.Engine.Operations.Alerts.Outbox;
using StockSync.Engine.Stores.Contract;
using StockSync.Tests.Fakes.Alerts;
using Xunit;

namespace StockSync.Tests.Alerts;

/// <summary>Robots and webhooks over HTTP on this machine.</summary>
public class HttpChannelTests
{
    const string Token = "Tok3n-CaNaRy-77";
    const string Secret = "SEC-CaNaRy-88";

    readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 5, 12, 10, 0, TimeSpan.Zero));
    readonly MemoryOutbox _outbox = new();

    static AlertSettings Settings(string channel, string url)
    {
        var settings = new AlertSettings { AlertLanguage = "en-US", AlertInsecure = true, PingUrl = url, DingTalkSecret = Secret };
        url += $"/robot/send?key={Token}";
        return channel switch
        {
            WeComChannel.ChannelName => settings with { WeComUrl = url },
            DingTalkChannel.ChannelName => settings with { DingTalkUrl = url },
            FeishuChannel.ChannelName => settings with { FeishuUrl = url, FeishuSecret = Secret },
            _ => settings with { WebhookUrl = url, WebhookSecret = Secret },
        };
    }

    AlertSender Open(AlertSettings settings) => new(settings, Redactor.Of(new SyncSettings { Alerts = settings }, []), _time);

    async Task<AlertDelivery> SendAsync(string channel, FakeHttpServer server, bool mustWait = false, AlertSettings? settings = null)
    {
        await _outbox.ApplyAlertsAsync(
            new AlertChanges { Messages = [AlertSamples.Message("msg_1", _time.GetUtcNow().UtcDateTime, channel, text: "平安 <@all>")] }, default);
        var sending = Open(settings ?? Settings(channel, server.Url)).SendAsync(_outbox, TimeSpan.FromSeconds(20), default);
        if (mustWait)
        {
            await server.ArrivedAsync();
            _time.Advance(TimeSpan.FromSeconds(21));
        }
        await sending.WaitAsync(TimeSpan.FromSeconds(30));
        return Assert.Single(await _outbox.GetDeliveriesAsync(false, 10, default));
    }

    [Theory]
    [InlineData("WeCom", """{"errcode":0,"errmsg":"ok"}""", AlertDeliveryState.Delivered, 0)]
    [InlineData("WeCom", """{"errcode":93000,"errmsg":"invalid webhook url"}""", AlertDeliveryState.Failed, 0)]
    [InlineData("WeCom", """{"errcode":40058,"errmsg":"over length"}""", AlertDeliveryState.Failed, 0)]
    [InlineData("WeCom", """{"errcode":45009,"errmsg":"api freq out of limit"}""", AlertDeliveryState.Pending, 60)]
    [InlineData("WeCom", """{"errcode":-1,"errmsg":"system busy"}""", AlertDeliveryState.Pending, 30)]
    [InlineData("WeCom", "ok", AlertDeliveryState.Pending, 30)]
    [InlineData("WeCom", "[]", AlertDeliveryState.Pending, 30)]
    [InlineData("WeCom", "", AlertDeliveryState.Pending, 30)]
    [InlineData("WeCom", """{"code":0}""", AlertDeliveryState.Pending, 30)]
    [InlineData("DingTalk", """{"errcode":0,"errmsg":"ok"}""", AlertDeliveryState.Delivered, 0)]
    [InlineData("DingTalk", """{"errcode":"0","errmsg":"ok"}""", AlertDeliveryState.Delivered, 0)]
    [InlineData("DingTalk", """{"errcode":130101,"errmsg":"send too fast"}""", AlertDeliveryState.Pending, 600)]
    [InlineData("DingTalk", """{"errcode":310000,"errmsg":"sign not match"}""", AlertDeliveryState.Failed, 0)]
    [InlineData("DingTalk", """{"errcode":300005,"errmsg":"token is not exist"}""", AlertDeliveryState.Failed, 0)]
    [InlineData("DingTalk", """{"errcode":-1,"errmsg":"busy"}""", AlertDeliveryState.Pending, 30)]
    [InlineData("Feishu", """{"code":0,"msg":"success"}""", AlertDeliveryState.Delivered, 0)]
    [InlineData("Feishu", """{"StatusCode":0,"StatusMessage":"success"}""", AlertDeliveryState.Delivered, 0)]
    [InlineData("Feishu", """{"code":19021,"msg":"sign match fail"}""", AlertDeliveryState.Failed, 0)]
    [InlineData("Feishu", """{"code":11232,"msg":"frequency limited"}""", AlertDeliveryState.Pending, 90)]
    [InlineData("Webhook", "anything", AlertDeliveryState.Delivered, 0)]
    public async Task The_code_in_the_answer_decides_not_the_200(string channel, string body, AlertDeliveryState state, int wait)
    {
        await using var server = new FakeHttpServer(_ => FakeAnswer.Ok(body));
        var sent = await SendAsync(channel, server);
        Assert.Equal(state, sent.State);
        if (state == AlertDeliveryState.Pending)
            Assert.Equal(wait, (sent.NotBefore - _time.GetUtcNow().UtcDateTime).TotalSeconds);
        Assert.Equal(state == AlertDeliveryState.Delivered, sent.LastError is null);
    }

    [Theory]
    [InlineData(500, "", AlertDeliveryState.Pending, 30)]
    [InlineData(503, "Retry-After: 300\r\n", AlertDeliveryState.Pending, 300)]
    [InlineData(429, "Retry-After: 120\r\n", AlertDeliveryState.Pending, 120)]
    [InlineData(429, "Retry-After: Mon, 05 Jan 2026 12:15:00 GMT\r\n", AlertDeliveryState.Pending, 300)]
    [InlineData(429, "Retry-After: -5\r\n", AlertDeliveryState.Pending, 30)]
    [InlineData(302, "Location: http://127.0.0.1:1/other\r\n", AlertDeliveryState.Pending, 30)]
    [InlineData(404, "", AlertDeliveryState.Failed, 0)]
    [InlineData(401, "", AlertDeliveryState.Failed, 0)]
    public async Task A_status_is_judged_and_a_wish_for_time_is_heard(int status, string headers, AlertDeliveryState state, int wait)
    {
        await using var server = new FakeHttpServer(_ => new FakeAnswer(status, "", headers));
        var sent = await SendAsync("Webhook", server);
        Assert.Equal(state, sent.State);
        if (state == AlertDeliveryState.Pending)
            Assert.Equal(wait, (sent.NotBefore - _time.GetUtcNow().UtcDateTime).TotalSeconds);
        Assert.Single(server.Requests);
    }

    public static TheoryData<string, bool> Troubles => new() { { "Hang", true }, { "Stall", true }, { "Reset", false }, { "Endless", false } };

    [Theory]
    [MemberData(nameof(Troubles))]
    public async Task A_dead_channel_costs_its_time_and_loses_nothing(string trouble, bool mustWait)
    {
        var answer = trouble switch
        {
            "Hang" => FakeAnswer.Hang,
            "Stall" => FakeAnswer.Stall,
            "Reset" => FakeAnswer.Reset,
            _ => FakeAnswer.Endless,
        };
        bool isDead = true;
        await using var server = new FakeHttpServer(_ => isDead ? answer : FakeAnswer.Ok("fine"));
        var sent = await SendAsync("Webhook", server, mustWait);
        Assert.Equal((AlertDeliveryState.Pending, 1), (sent.State, sent.Attempts));
        Assert.NotNull(sent.LastError);

        isDead = false;
        _time.SetUtcNow(sent.NotBefore);
        var again = await SendAsync("Webhook", server);
        Assert.Equal((AlertDeliveryState.Delivered, 2), (again.State, again.Attempts));
        Assert.Single(server.Requests.Select(r => r.Headers["webhook-id"]).Distinct());
    }

    [Theory]
    [InlineData("WeCom")]
    [InlineData("DingTalk")]
    [InlineData("Feishu")]
    [InlineData("Webhook")]
    public async Task No_secret_is_kept_of_an_answer_that_repeats_it(string channel)
    {
        await using var server = new FakeHttpServer(r => new FakeAnswer(
            400, JsonSerializer.Serialize(new { errcode = 93000, code = 1, errmsg = $"no {r.Target} {Token} {Secret} {r.Target.ToLowerInvariant()}" })));
        var sent = await SendAsync(channel, server);
        foreach (string secret in new[] { Token, Secret })
            Assert.DoesNotContain(secret, sent.LastError, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task DingTalk_is_told_in_markdown_with_a_signed_address()
    {
        await using var server = new FakeHttpServer(_ => FakeAnswer.Ok("""{"errcode":0}"""));
        await SendAsync("DingTalk", server);
        var request = Assert.Single(server.Requests);
        string timestamp = _time.GetUtcNow().ToUnixTimeMilliseconds().ToString(System.Globalization.CultureInfo.InvariantCulture);
        Assert.EndsWith($"&timestamp={timestamp}&sign={Uri.EscapeDataString(DingTalkChannel.Sign(timestamp, Secret))}", request.Target, StringComparison.Ordinal);
        Assert.Equal("application/json; charset=utf-8", request.Headers["Content-Type"]);
        using var body = JsonDocument.Parse(request.Body);
        Assert.Equal("title msg_1", body.RootElement.GetProperty("markdown").GetProperty("title").GetString());
        Assert.Contains("平安", request.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("@all", request.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Feishu_is_told_in_text_with_a_signed_body()
    {
        await using var server = new FakeHttpServer(_ => FakeAnswer.Ok("""{"code":0}"""));
        await SendAsync("Feishu", server);
        using var body = JsonDocument.Parse(Assert.Single(server.Requests).Body);
        string timestamp = _time.GetUtcNow().ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(timestamp, body.RootElement.GetProperty("timestamp").GetString());
        Assert.Equal(FeishuChannel.Sign(timestamp, Secret), body.RootElement.GetProperty("sign").GetString());
        Assert.Contains("平安", body.RootElement.GetProperty("content").GetProperty("text").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Webhook_has_the_standard_headers_and_the_documented_body()
    {
        await using var server = new FakeHttpServer(_ => new FakeAnswer(204));
        await SendAsync("Webhook", server);
        var request = Assert.Single(server.Requests);
        string timestamp = request.Headers["webhook-timestamp"];
        Assert.Equal("msg_1", request.Headers["webhook-id"]);
        Assert.Equal(WebhookChannel.Sign("msg_1", timestamp, request.Body, Secret), request.Headers["webhook-signature"]);
        using var body = JsonDocument.Parse(request.Body);
        var root = body.RootElement;
        Assert.Equal(
            ["id", "kind", "severity", "title", "lines", "advice", "runId", "alertId", "createdAt"], root.EnumerateObject().Select(m => m.Name));
        Assert.Equal(("msg_1", "Alert", "Warning"), (Text(root, "id"), Text(root, "kind"), Text(root, "severity")));
        Assert.Equal("DayIncomplete/2026-01-05", Text(root, "alertId"));
        Assert.Equal("2026-01-05T12:10:00Z", Text(root, "createdAt"));
        Assert.Equal(("Error", "平安 <@all>"), (Text(root.GetProperty("lines")[0], "label"), Text(root.GetProperty("lines")[0], "text")));
    }

    static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task This_machine_is_not_reached_and_plain_http_is_not_spoken_unless_allowed(bool isPlain)
    {
        await using var server = new FakeHttpServer(_ => FakeAnswer.Ok("fine"));
        var settings = new AlertSettings { AlertLanguage = "en-US", WebhookUrl = isPlain ? server.Url : server.Url.Replace("http:", "https:", StringComparison.Ordinal) };
        var sent = await SendAsync("Webhook", server, settings: settings);
        Assert.Equal(AlertDeliveryState.Failed, sent.State);
        Assert.Empty(server.Requests);
        Assert.Contains(isPlain ? "https" : "private network", sent.LastError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_dead_mans_switch_is_told_start_success_and_exit_code()
    {
        await using var server = new FakeHttpServer(_ => FakeAnswer.Ok("OK"));
        var rid = Guid.Parse("11111111-2222-3333-4444-555555555555");
        var sender = Open(new AlertSettings { AlertInsecure = true, PingUrl = $"{server.Url}/ping/{Token}" });
        foreach (string signal in new[] { "start", "", "75" })
            await sender.PingAsync(signal, rid, default);
        Assert.Equal(
            [$"/ping/{Token}/start?rid={rid}", $"/ping/{Token}?rid={rid}", $"/ping/{Token}/75?rid={rid}"], server.Requests.Select(r => r.Target));
    }

    [Fact]
    public async Task A_dead_mans_switch_that_is_dead_itself_fails_nobody()
    {
        await using var server = new FakeHttpServer(r => r.Target.StartsWith("/hang", StringComparison.Ordinal) ? FakeAnswer.Hang : new FakeAnswer(500));
        await Open(new AlertSettings { AlertInsecure = true, PingUrl = server.Url }).PingAsync("start", Guid.NewGuid(), default);
        Assert.Equal(2, server.Requests.Count);
        await server.ArrivedAsync();
        await server.ArrivedAsync();
        var ping = Open(new AlertSettings { AlertInsecure = true, PingUrl = $"{server.Url}/hang" }).PingAsync("", Guid.NewGuid(), default);
        await server.ArrivedAsync();
        _time.Advance(TimeSpan.FromSeconds(6));
        await ping.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_dead_mans_switch_that_hangs_delays_the_sync_by_a_second()
    {
        await using var server = new FakeHttpServer(_ => FakeAnswer.Hang);
        var ping = Open(new AlertSettings { AlertInsecure = true, PingUrl = server.Url }).PingAsync("start", Guid.NewGuid(), default);
        await server.ArrivedAsync();
        _time.Advance(TimeSpan.FromSeconds(1));
        await ping.WaitAsync(TimeSpan.FromSeconds(30));
    }
}
