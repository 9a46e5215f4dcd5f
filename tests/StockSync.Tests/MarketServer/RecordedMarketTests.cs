using System.Globalization;
using System.IO.Compression;
using StockSync.Engine.Stores.Sql;
using StockSync.MarketServer;
using StockSync.Tests.Fakes;
using Xunit;

namespace StockSync.Tests.MarketServer;

public sealed class RecordedMarketTests : IDisposable
{
    const string Header = "date,code,open,high,low,close,preclose,volume,amount,adjustflag,turn,tradestatus,pctChg,isST\n";

    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("recorded");

    [Fact]
    public void A_folder_of_stocks_serves_its_characters_as_they_are()
    {
        Write("sh.600000.csv", Header + "2024-01-02,sh.600000,6.63,6.7000,6.6,6.65,6.6200,1e3,,3,,1,-0.10,0\n");

        var bar = new RecordedMarket(_folder.FullName).Bar("sh.600000", new(2024, 1, 2))!;

        Assert.Equal("2024-01-02,sh.600000,6.63,6.7000,6.6,6.65,6.6200,1e3,,3,,1,-0.10,,,,,0", bar.ToString());
    }

    [Fact]
    public void A_packed_folder_of_days_serves_stocks_too()
    {
        WritePacked("2024-01-02.csv.gz", Header + "2024-01-02,sz.000002,1,1,1,1,1,1,1,3,1,1,0,0\n2024-01-02,sh.600000,1,1,1,1,1,1,1,3,1,1,0,0\n");
        WritePacked("2024-01-04.csv.gz", Header + "2024-01-04,sz.000002,2,2,2,2,1,,,3,,0,,0\n");

        var market = new RecordedMarket(_folder.FullName);

        Assert.Equal(["1", "2"], market.StockRange("sz.000002", new(2024, 1, 1), new(2024, 1, 31)).Select(b => b.Open));
        Assert.Equal(["sh.600000", "sz.000002"], market.ListedCodes(new(2024, 1, 2)));
        Assert.Equal([new("sz.000002", "0", "sz.000002")], market.ListedOn(new(2024, 1, 4)));
        Assert.Equal([true, false, true], market.Calendar.Select(d => d.IsTradingDay));
        Assert.Equal(new("sz.000002", "sz.000002", new(2024, 1, 2), null, 1), market.Securities[1]);
        Assert.False(market.KnowsAdjustFactors);
    }

    [Fact]
    public void Side_files_are_found_in_the_folder_above()
    {
        Write("stock_basic.csv", "code,code_name,ipoDate,outDate,type,status\nsh.600000,浦发银行,1999-11-10,,1,1\nsh.600001,邯郸钢铁,1998-01-22,2009-12-29,1,0\n");
        Write("trade_dates.csv", "calendar_date,is_trading_day\n2024-01-01,0\n2024-01-02,1\n");
        _folder.CreateSubdirectory("daily");
        Write("daily/sh.600000.csv", Header + "2024-01-02,sh.600000,1,1,1,1,1,1,1,3,1,1,0,0\n");

        var market = new RecordedMarket(Path.Combine(_folder.FullName, "daily") + Path.DirectorySeparatorChar);

        Assert.Equal([new("sh.600000", "浦发银行", new(1999, 11, 10), null, 1)], market.Securities);
        Assert.Equal(2, market.Calendar.Count);
    }

    [Fact]
    public void A_folder_without_bars_is_refused() =>
        Assert.Throws<InvalidDataException>(() => new RecordedMarket(_folder.FullName));

    [RecordedDataFact]
    public void The_recorded_month_of_2026_has_its_114206_bars()
    {
        var market = new RecordedMarket(RecordedData.PathOf("market_2026"));
        var days = market.TradingDays(new(2026, 3, 1), new(2026, 3, 31)).ToList();

        Assert.Equal(22, days.Count);
        Assert.Equal(114_206, days.Sum(day => market.MarketDay(day).Count()));
        Assert.Equal("9.6800", market.Bar("sh.600000", new(2026, 3, 2))!.Close);
        Assert.Equal(22, market.StockRange("sh.600000", new(2026, 1, 1), new(2026, 12, 31)).Count());
    }

    [RecordedDataFact]
    public void The_recorded_stocks_serve_ranges_and_days()
    {
        var market = new RecordedMarket(RecordedData.PathOf("daily"));

        Assert.Equal(333, market.Securities.Count);
        var bars = market.StockRange("sh.600000", new(1999, 1, 1), new(2024, 12, 31)).ToList();
        Assert.Equal("1999-11-10,sh.600000,29.5000,29.8000,27.0000,27.7500,10.0000,174085055,4859102435.0000,3,54.401580,1,177.500000,,,,,0",
            bars[0].ToString());
        Assert.Equal(bars[^1].ToString(), market.MarketDay(bars[^1].Day).Single(b => b.Code == "sh.600000").ToString());
        Assert.True(market.KnowsAdjustFactors);
    }

    [RecordedDataFact]
    public async Task Recorded_prices_are_adjusted_by_the_recorded_factors()
    {
        var market = new RecordedMarket(RecordedData.PathOf("daily"));
        await using var service = await MarketService.StartAsync(market);
        using var client = await WireClient.LoginAsync(service);
        var factor = market.AdjustFactors("sh.600000").Last(f => f.ExDate <= new DateOnly(2020, 3, 2)).Back;

        var raw = await client.BarsAsync("sh.600000", "2020-03-02", "2020-03-02", "close");
        var back = await client.BarsAsync("sh.600000", "2020-03-02", "2020-03-02", "close,adjustflag", "1");

        var expected = Number(raw.Rows[0][0]) * Number(factor);
        Assert.Equal([expected.ToString("F10", CultureInfo.InvariantCulture), "1"], back.Rows[0]);

        static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder.FullName, name), text);

    void WritePacked(string name, string text)
    {
        using var packed = new StreamWriter(new GZipStream(File.Create(Path.Combine(_folder.FullName, name)), CompressionLevel.Fastest));
        packed.Write(text);
    }
}
