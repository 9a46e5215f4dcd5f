using Microsoft.Extensions.Time.Testing;
using StockSync.Engine.Stores.Sql;
using StockSync.MarketServer;
using Xunit;

namespace StockSync.Tests.MarketServer;

public sealed class BehaviourTests
{
    static readonly MadeUpMarket s_market = new(1, 30, new(2024, 1, 2), new(2024, 3, 29));

    readonly FakeTimeProvider _clock = new(new DateTimeOffset(2024, 4, 1, 12, 0, 0, TimeSpan.FromHours(8)));

    [Fact]
    public async Task Nothing_is_answered_before_the_login_nor_after_the_logout()
    {
        await using var service = await MarketService.StartAsync(s_market);
        using var client = await WireClient.ConnectAsync(service);

        Assert.Equal("10001001", (await client.TradeDatesAsync("2024-01-01", "2024-01-02")).Code);
        await client.AskAsync("00", "login", "anonymous", "123456", "0");
        Assert.Equal("0", (await client.TradeDatesAsync("2024-01-01", "2024-01-02")).Code);
        await client.AskAsync("02", "logout", "anonymous", "20240401120000");
        Assert.Equal("10001001", (await client.TradeDatesAsync("2024-01-01", "2024-01-02")).Code);
    }

    [Fact]
    public async Task Kept_answers_are_those_that_are_made_anew_and_faults_do_not_touch_them()
    {
        await using var anew = await MarketService.StartAsync(s_market);
        await using var keeping = await MarketService.StartAsync(s_market, new MarketServerOptions { KeepsAnswers = true });
        using var first = await WireClient.LoginAsync(anew);
        using var second = await WireClient.LoginAsync(keeping);
        string day = (await first.MarketDayAsync("2024-01-03")).Body;
        string stock = (await first.BarsAsync("sh.600000", "2024-01-02", "2024-01-10")).Body;

        keeping.Faults.Add("98 skip 1 partial 0.5");
        Assert.Equal(day, (await second.MarketDayAsync("2024-01-03")).Body);
        Assert.True((await second.MarketDayAsync("2024-01-03")).Body.Length < day.Length);
        Assert.Equal(day, (await second.MarketDayAsync("2024-01-03")).Body);
        Assert.Equal(stock, (await second.BarsAsync("sh.600000", "2024-01-02", "2024-01-10")).Body);
        Assert.Equal(stock, (await second.BarsAsync("sh.600000", "2024-01-02", "2024-01-10")).Body);
        Assert.NotEqual(stock, (await second.BarsAsync("sh.600000", "2024-01-02", "2024-01-09")).Body);

        keeping.Options.PublishedUntil = new(2024, 1, 2);
        Assert.NotEqual(day, (await second.MarketDayAsync("2024-01-03")).Body);
    }

    [Fact]
    public async Task Answers_kept_in_a_folder_outlive_the_process()
    {
        var folder = Directory.CreateTempSubdirectory("answers");
        try
        {
            var bodies = new List<string>();
            // The second market is another one: what it answers can only be what was kept.
            foreach (var market in new IMarket[] { s_market, new MadeUpMarket(9, 3, new(2024, 1, 2), new(2024, 1, 31)) })
            {
                await using var service = await MarketService.StartAsync(market, new MarketServerOptions { AnswerFolder = folder.FullName });
                using var client = await WireClient.LoginAsync(service);
                bodies.Add((await client.MarketDayAsync("2024-01-03")).Body);
                bodies.Add((await client.BarsAsync("sh.600000", "2024-01-02", "2024-01-10")).Body);
                Assert.Equal(7, service.Log.Entries.Last(e => e.Type == MessageTypes.Bars).Rows);
            }
            Assert.Equal(bodies[..2], bodies[2..]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("0", "anonymous", "123456", "0")]
    [InlineData("0", "anonymous", "123456", "bs-Ab0123456789ABCDEFGHIJKLMNOPQQ")]
    [InlineData("10001012", "anonymous", "123456", "bs-Ab0123456789ABCDEFGHIJKLMNOPQR")]
    [InlineData("10001012", "anonymous", "123456", "secret")]
    [InlineData("10001002", "anonymous", "1234567", "0")]
    [InlineData("10001002", "somebody", "123456", "0")]
    public async Task A_login_is_judged_by_user_password_and_key(string code, string user, string password, string key)
    {
        await using var service = await MarketService.StartAsync(s_market);
        using var client = await WireClient.ConnectAsync(service);

        Assert.Equal(code, (await client.AskAsync("00", "login", user, password, key)).Code);
    }

    [Fact]
    public async Task Old_clients_and_broken_frames_are_refused()
    {
        await using var service = await MarketService.StartAsync(s_market);
        using var client = await WireClient.ConnectAsync(service);
        var login = WireClient.Request("00", "login", "anonymous", "123456", "0");

        Assert.Equal("10001004", (await client.AskRawAsync(Signed("00.8.80\u000100\u00010000000024login\u0001anonymous\u0001123456\u00010"))).Code);
        Assert.Equal("10004019", (await client.AskRawAsync(Signed("00.9.40\u000100\u00010000000023login\u0001anonymous\u0001123456\u00010"))).Code);
        Assert.Equal("10004019", (await client.AskRawAsync(login.Replace("login", "lagin"))).Code);
        Assert.Equal("10004019", (await client.AskRawAsync("hello\n")).Code);
        Assert.Equal("0", (await client.AskRawAsync(login)).Code);

        static string Signed(string frame) => $"{frame}\u0001{WireClient.Crc(System.Text.Encoding.UTF8.GetBytes(frame))}\n";
    }

    [Fact]
    public async Task An_old_service_knows_no_whole_days()
    {
        await using var service = await MarketService.StartAsync(s_market, new() { Without98 = true });
        using var client = await WireClient.LoginAsync(service);

        Assert.Equal("10004020", (await client.MarketDayAsync("2024-01-02")).Code);
        Assert.Equal("0", (await client.BarsAsync("sh.600000", "2024-01-02", "2024-01-02")).Code);
    }

    [Fact]
    public async Task A_second_connection_blacklists_the_address_until_it_is_taken_off()
    {
        await using var service = await MarketService.StartAsync(s_market);
        using var first = await WireClient.LoginAsync(service);
        using var second = await WireClient.ConnectAsync(service);

        Assert.Equal("10001011", (await second.AskAsync("00", "login", "anonymous", "123456", "0")).Code);
        Assert.Equal("10001011", (await first.MarketDayAsync("2024-01-02")).Code);
        Assert.True(service.HasBlacklisted);
        Assert.Equal(2, service.Log.MostConnectionsAtOnce);

        service.Unban();
        Assert.Equal("0", (await first.MarketDayAsync("2024-01-02")).Code);
    }

    [Fact]
    public async Task Connections_one_after_the_other_are_never_two_at_once()
    {
        await using var service = await MarketService.StartAsync(s_market);
        for (var i = 0; i < 200; i++)
        {
            using var client = await WireClient.ConnectAsync(service);
            // left unanswered on purpose: the service must notice the end in front of the request
            await client.SendAsync(WireClient.Request("00", "login", "anonymous", "123456", "0"));
        }
        using var last = await WireClient.LoginAsync(service);

        Assert.False(service.HasBlacklisted);
        Assert.Equal(1, service.Log.MostConnectionsAtOnce);
        Assert.Equal(201, service.Log.Connections);
    }

    [Fact]
    public async Task Concurrency_is_harmless_where_it_is_allowed()
    {
        await using var service = await MarketService.StartAsync(s_market, new() { AllowConcurrency = true });
        using var first = await WireClient.LoginAsync(service);
        using var second = await WireClient.LoginAsync(service);

        Assert.Equal("0", (await second.MarketDayAsync("2024-01-02")).Code);
        Assert.False(service.HasBlacklisted);
    }

    [Fact]
    public async Task The_quota_lasts_for_a_Beijing_day()
    {
        await using var service = await MarketService.StartAsync(s_market, new() { DailyQuota = 2, TimeProvider = _clock });
        using var client = await WireClient.LoginAsync(service);

        Assert.Equal("0", (await client.MarketDayAsync("2024-01-02")).Code);
        Assert.Equal("10001011", (await client.MarketDayAsync("2024-01-02")).Code);
        _clock.Advance(TimeSpan.FromHours(11.9));
        Assert.Equal("10001011", (await client.MarketDayAsync("2024-01-02")).Code);
        _clock.Advance(TimeSpan.FromHours(0.2));
        Assert.Equal("0", (await client.MarketDayAsync("2024-01-02")).Code);
    }

    [Fact]
    public async Task What_is_not_published_has_no_rows_until_it_is()
    {
        await using var service = await MarketService.StartAsync(s_market, new() { PublishedUntil = new(2024, 1, 31) });
        using var client = await WireClient.LoginAsync(service);

        Assert.Empty((await client.MarketDayAsync("2024-02-01")).Rows);
        Assert.Empty((await client.AllStockAsync("2024-02-01")).Rows);
        Assert.Equal("2024-01-31", (await client.BarsAsync("sh.600000", "2024-01-02", "2024-03-29")).Rows[^1][0]);
        var gone = s_market.Securities.First(s => s.OutDate > new DateOnly(2024, 2, 1));
        Assert.Equal(["", "1", "1"], (await client.StockBasicAsync(gone.Code)).Rows[0][3..]);
        Assert.Equal(31, (await client.TradeDatesAsync("2024-03-01", "2024-03-31")).Rows.Length);

        service.Options.PublishedUntil = new(2024, 2, 1);
        Assert.NotEmpty((await client.MarketDayAsync("2024-02-01")).Rows);
    }

    [Fact]
    public async Task A_session_is_forgotten_after_its_requests()
    {
        await using var service = await MarketService.StartAsync(s_market, new() { SessionLifetime = 2 });
        using var client = await WireClient.LoginAsync(service);

        Assert.Equal("0", (await client.MarketDayAsync("2024-01-02")).Code);
        Assert.Equal("0", (await client.MarketDayAsync("2024-01-02")).Code);
        Assert.Equal("10001001", (await client.MarketDayAsync("2024-01-02")).Code);
        await client.AskAsync("00", "login", "anonymous", "123456", "0");
        Assert.Equal("0", (await client.MarketDayAsync("2024-01-02")).Code);
    }

    [Fact]
    public async Task An_idle_connection_is_closed_without_a_word()
    {
        await using var service = await MarketService.StartAsync(s_market, new() { IdleTimeout = TimeSpan.FromMilliseconds(50) });
        using var client = await WireClient.ConnectAsync(service);

        Assert.Empty(await client.ToEndAsync());
    }

    [Fact]
    public async Task An_answer_waits_for_its_latency()
    {
        await using var service = await MarketService.StartAsync(s_market, new() { TimeProvider = _clock });
        using var client = await WireClient.LoginAsync(service);
        service.Options.Latency["98"] = TimeSpan.FromSeconds(40);

        var answer = client.MarketDayAsync("2024-01-02");
        await service.Log.WaitForAsync(e => e.Type == "98");
        Assert.False(answer.IsCompleted);
        while (!answer.IsCompleted)
        {
            // the delay may begin after the first step of the clock
            _clock.Advance(TimeSpan.FromSeconds(40));
            await Task.Yield();
        }

        Assert.Equal("0", (await answer).Code);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(7, 0)]
    [InlineData(0, 200_000)]
    [InlineData(100, 1_000_000)]
    public async Task Pieces_and_pace_do_not_change_an_answer(int segment, int rate)
    {
        await using var service = await MarketService.StartAsync(s_market, new() { SegmentBytes = segment, BytesPerSecond = rate });
        using var client = await WireClient.LoginAsync(service);

        Assert.Equal(s_market.MarketDay(new(2024, 1, 2)).Count(), (await client.MarketDayAsync("2024-01-02")).Rows.Length);
        Assert.NotEmpty((await client.AllStockAsync("2024-01-02")).Rows);
    }

    [Fact]
    public async Task Requests_sent_at_once_are_answered_in_their_order()
    {
        await using var service = await MarketService.StartAsync(s_market);
        using var client = await WireClient.LoginAsync(service);

        await client.SendAsync(
            WireClient.Request("98", "query_daily_history_k_AStock", "anonymous", "2024-01-02")
            + WireClient.Request("33", "query_trade_dates", "anonymous", "1", "10", "2024-01-02", "2024-01-02"));

        Assert.Equal("99", (await client.ReadAsync()).Type);
        Assert.Equal("34", (await client.ReadAsync()).Type);
    }

    [Fact]
    public async Task The_log_tells_every_request()
    {
        var path = Path.GetTempFileName();
        await using (var service = await MarketService.StartAsync(s_market, new() { LogPath = path }))
        {
            using var client = await WireClient.LoginAsync(service);
            await client.BarsAsync("sh.600000", "2024-01-02", "2024-01-05", page: 2, size: 2);
            await client.BarsAsync("sh.699999", "2024-01-02", "2024-01-05");

            var bars = service.Log.Entries[1];
            Assert.Equal(
                (2, 1, "95", "sh.600000", new DateOnly(2024, 1, 2), new DateOnly(2024, 1, 5), 2, "rows", 2),
                (bars.Number, bars.Connection, bars.Type, bars.Code, bars.From, bars.To, bars.Page, bars.Answer, bars.Rows));
            Assert.Equal("empty", service.Log.Entries[2].Answer);
            Assert.Equal(2, service.Log.Counts["95"]);
            Assert.Equal(1, service.Log.Count(MessageTypes.Login));
        }
        var lines = await File.ReadAllLinesAsync(path);
        File.Delete(path);
        Assert.Equal(3, lines.Length);
        Assert.Contains("\"type\":\"95\",\"method\":\"query_history_k_data_plus\",\"code\":\"sh.600000\",\"from\":\"2024-01-02\"", lines[1]);
    }
}
