using Microsoft.Extensions.Time.Testing;
using StockSync.MarketServer;
using Xunit;

namespace StockSync.Tests.MarketServer;

/// <summary>
/// Exchanges of the official client with a reference stand-in, and captures of the real service: what we send must equal them
/// byte for byte, inflated where zlib's bytes depend on its build. A bar stands for the separator 0x01.
/// </summary>
public sealed class ProtocolVectorTests
{
    const string Fields = "date,code,open,high,low,close,preclose,volume,amount,adjustflag,turn,tradestatus,pctChg,isST";

    readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 23, 4, 26, 3, 327, TimeSpan.FromHours(8)));

    [Fact]
    public async Task The_login_and_logout_of_the_vectors()
    {
        await using var service = await StartAsync();
        using var client = await WireClient.ConnectAsync(service);

        var login = await AskAsync(client, "00.9.40|00|0000000024login|anonymous|123456|0|1790200140");
        _clock.Advance(TimeSpan.FromMilliseconds(27));
        var logout = await AskAsync(client, "00.9.40|02|0000000031logout|anonymous|20261122202603|2726370986");

        Assert.Equal("00.9.00|01|00000000430|success|login|anonymous|20261123042603327|2832342044<![CDATA[]]>\n", Bars(login.Raw));
        Assert.Equal("00.9.00|03|00000000440|success|logout|anonymous|20261123042603354|3884046905<![CDATA[]]>\n", Bars(logout.Raw));
    }

    public static TheoryData<string, string> PlainVectors => new()
    {
        {
            "00.9.40|33|0000000056query_trade_dates|anonymous|1|2000|2026-09-30|2026-10-03|3493264360",
            """00.9.00|34|00000001850|success|query_trade_dates|anonymous|1|2000|{"record":[["2026-09-30","1"],["2026-10-01","0"],["2026-10-02","0"],["2026-10-03","0"]]}|2026-09-30|2026-10-03|calendar_date, is_trading_day|3534615576"""
        },
        {
            "00.9.40|45|0000000045query_stock_basic|anonymous|1|2000|sz.002001||4235710576",
            """00.9.00|46|00000001610|success|query_stock_basic|anonymous|1|2000|{"record":[["sz.002001","成润科技","2011-10-20","","1","1"]]}|sz.002001||code, code_name, ipoDate, outDate, type, status|3838926768"""
        },
        {
            $"00.9.40|95|0000000087query_history_k_data_plus|anonymous|1|2000|sz.002001|date,foo|2026-11-18|2026-11-20|d|3|2969081750",
            "00.9.00|04|000000001410004012|无效的指标|984968561"
        },
        {
            "00.9.40|15|0000000068query_adjust_factor|anonymous|1|2000|sz.002001|2020-01-01|2026-11-20|2099146816",
            """00.9.00|16|00000003400|success|query_adjust_factor|anonymous|1|2000|{"record":[["sz.002001","2022-06-13","0.964061","1.111799","1.111799"],["sz.002001","2025-07-10","0.967326","1.115565","1.115565"],["sz.002001","2026-06-22","1.000000","1.153245","1.153245"]]}|sz.002001|2020-01-01|2026-11-20|code,dividOperateDate,foreAdjustFactor,backAdjustFactor,adjustFactor|934013242"""
        },
        {
            "00.9.40|45|0000000038query_stock_basic|anonymous|1|2000||浦发|3758647773",
            "00.9.00|46|00000000970|success|query_stock_basic|anonymous|1|2000|||浦发|code, code_name, ipoDate, outDate, type, status|3715462105"
        },
        {
            "00.9.10|75|0000000032query_cpi_data|anonymous|1|10000|327794041",
            "00.9.00|04|000000001610004020|错误的消息类型|1867595674"
        },
    };

    [Theory]
    [MemberData(nameof(PlainVectors))]
    public async Task Plain_answers_equal_the_vectors_byte_for_byte(string request, string answer)
    {
        await using var service = await StartAsync();
        using var client = await WireClient.LoginAsync(service);

        Assert.Equal(answer + "<![CDATA[]]>\n", Bars((await AskAsync(client, request)).Raw));
    }

    public static TheoryData<string, string, string> CompressedVectors => new()
    {
        {
            $"00.9.40|95|0000000171query_history_k_data_plus|anonymous|1|2000|sz.002001|{Fields}|2026-11-18|2026-11-20|d|3|3148613695",
            "96",
            $$"""0|success|query_history_k_data_plus|anonymous|1|2000|{"record":[["2026-11-18","sz.002001","56.0600","56.1300","55.5000","56.0600","56.0500","12897341","720918370.7600","3","1.660000","1","0.017800","0"],["2026-11-19","sz.002001","56.2500","56.6600","55.7300","56.5100","56.0600","5006264","281852663.2000","3","0.644400","1","0.802700","0"],["2026-11-20","sz.002001","56.4400","57.0100","55.3900","56.1000","56.5100","10614743","596194731.8300","3","1.366200","1","-0.725500","0"]]}|sz.002001|{{Fields}}|2026-11-18|2026-11-20|d|3"""
        },
        {
            $"00.9.40|95|0000000171query_history_k_data_plus|anonymous|1|2000|sh.999999|{Fields}|2026-11-18|2026-11-20|d|3|2215762092",
            "96",
            $"0|success|query_history_k_data_plus|anonymous|1|2000||sh.999999|{Fields}|2026-11-18|2026-11-20|d|3"
        },
        {
            "00.9.40|98|0000000049query_daily_history_k_AStock|anonymous|2026-11-20|2285045310",
            "99",
            """0|success|query_daily_history_k_AStock|anonymous|{"record":[["2026-11-20","sz.002001","56.4400","57.0100","55.3900","56.1000","56.5100","10614743","596194731.8300","3","1.366200","1","-0.725500","263.519386","10.629905","31.018432","226.313472","0"],["2026-11-20","sz.002046","48.2000","48.5300","47.9800","48.3700","47.9800","53017126","2560373738.2900","3","1.634100","1","0.812800","224.184372","27.569451","3.085620","-126.930970","0"],["2026-11-20","sz.300012","64.5300","64.9600","63.9100","64.5200","64.5300","8773198","565549587.0700","3","1.108800","1","-0.015500","280.769742","18.709611","25.704414","-75.336363","0"]]}|date,code,open,high,low,close,preclose,volume,amount,adjustflag,turn,tradestatus,pctChg,peTTM,pbMRQ,psTTM,pcfNcfTTM,isST"""
        },
        {
            "00.9.40|9C|0000000046query_daily_adjust_factor|anonymous|2026-06-09|3478362686",
            "9D",
            "0|success|query_daily_adjust_factor|anonymous||code,dividOperateDate,foreAdjustFactor,backAdjustFactor,adjustFactor"
        },
    };

    [Theory]
    [MemberData(nameof(CompressedVectors))]
    public async Task Compressed_answers_inflate_to_the_vectors(string request, string type, string body)
    {
        await using var service = await StartAsync();
        using var client = await WireClient.LoginAsync(service);

        var answer = await AskAsync(client, request);

        Assert.Equal(type, answer.Type);
        Assert.Equal(body, Bars(answer.Body));
    }

    [Theory]
    [InlineData(
        "00.9.10|33|0000000057query_trade_dates|anonymous|1|10000|2024-01-01|2024-01-10|1765248389",
        """00.9.00|34|00000003000|success|query_trade_dates|anonymous|1|10000|{"record":[["2024-01-01","0"],["2024-01-02","1"],["2024-01-03","1"],["2024-01-04","1"],["2024-01-05","1"],["2024-01-06","0"],["2024-01-07","0"],["2024-01-08","1"],["2024-01-09","1"],["2024-01-10","1"]]}|2024-01-01|2024-01-10|calendar_date, is_trading_day|2431274927""")]
    [InlineData(
        "00.9.10|45|0000000046query_stock_basic|anonymous|1|10000|sh.600000||2628845930",
        """00.9.00|46|00000001620|success|query_stock_basic|anonymous|1|10000|{"record":[["sh.600000","浦发银行","1999-11-10","","1","1"]]}|sh.600000||code, code_name, ipoDate, outDate, type, status|3528582555""")]
    public async Task Captured_answers_of_the_real_service_are_given_again(string request, string answer)
    {
        var market = new FixedMarket(
            SmallMarket.Calendar(new(2024, 1, 1), new(2024, 12, 31), new DateOnly(2024, 1, 1)),
            [new("sh.600000", "浦发银行", new(1999, 11, 10), null, 1)],
            []);
        await using var service = await MarketService.StartAsync(market);
        using var client = await WireClient.LoginAsync(service);

        Assert.Equal(answer + "<![CDATA[]]>\n", Bars((await AskAsync(client, request)).Raw));
    }

    Task<MarketService> StartAsync() => MarketService.StartAsync(SmallMarket.Make(), new MarketServerOptions { TimeProvider = _clock });

    static Task<WireAnswer> AskAsync(WireClient client, string request) => client.AskRawAsync(request.Replace('|', '\u0001') + "\n");

    static string Bars(string text) => text.Replace('\u0001', '|');
}
