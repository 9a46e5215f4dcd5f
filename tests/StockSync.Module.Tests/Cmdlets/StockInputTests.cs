using StockSync.Module.Tests.Hosting;
using Xunit;

namespace StockSync.Module.Tests.Cmdlets;

/// <summary>Stocks piped into a backfill: whatever names them, they make one run over these stocks and no other.</summary>
public sealed class StockInputTests
{
    [Theory]
    [InlineData("Get-Stock {0}, {1} | Start-StockBackfill")]
    [InlineData("'{0}', 'sh.{1}' | Start-StockBackfill")]
    [InlineData("{0}, {1} | Start-StockBackfill")]
    [InlineData("[pscustomobject]@{ Code = '{0}' }, [pscustomobject]@{ Code = 'SH{1}'; Note = 'x' } | Start-StockBackfill")]
    [InlineData("[StockSync.FailedStock]@{ Code = '{0}'; Reason = 'x' }, [StockSync.FailedStock]@{ Code = '{1}'; From = '2024-01-03'; Reason = 'x' } | Start-StockBackfill")]
    [InlineData("[pscustomobject]@{ Code = '{0}' }, [pscustomobject]@{ code = {1} }, [pscustomobject]@{ Code = ' {0} ' } | Start-StockBackfill")]
    [InlineData("@{ Code = '{0}' }, @{ Code = '{1}' } | ForEach-Object { [pscustomobject] $_ } | Start-StockBackfill")]
    public async Task Stocks_come_from_anything_that_names_them(string command)
    {
        await using var market = await MarketSession.StartAsync();
        string[] codes = Codes(market);
        var days = market.Module.Run($"{Fill(command, codes)} -From 2024-01-02 -To 2024-01-12");
        Assert.Empty(market.Module.Streams.Error);
        Assert.Equal(9, days.Count);
        Assert.Equal(codes.Order(), Stored(market));
        Assert.Single(market.Module.Run("Get-SyncRun"));
    }

    [Theory]
    [InlineData("-From 2024-01-10", "2024-01-10", "2024-01-31")]
    [InlineData("-From 2024-01-10 -To 2024-01-12", "2024-01-10", "2024-01-12")]
    [InlineData("2024-01-10 2024-01-12", "2024-01-10", "2024-01-12")]
    [InlineData("-Days 3 -To 2024-01-12", "2024-01-10", "2024-01-12")]
    public async Task The_range_is_the_one_of_the_command_whatever_the_records_say(string range, string first, string last)
    {
        await using var market = await MarketSession.StartAsync();
        market.Module.SetVariable("STOCKSYNC_PUBLISH_TIME", "00:00");
        string code = Codes(market)[0];
        // The market ends in January; days after it are closed.
        var days = market.Module.Run(
            $"[StockSync.FailedStock]@{{ Code = '{code}'; From = '2024-01-03'; To = '2024-01-04'; Reason = 'x' }} | Start-StockBackfill {range} -WhatIf");
        Assert.Empty(market.Module.Streams.Error);
        var plan = Assert.Single(days);
        Assert.Equal(DateTime.Parse(first, System.Globalization.CultureInfo.InvariantCulture), plan.Properties["From"].Value);
        if (range.Contains("12", StringComparison.Ordinal))
            Assert.Equal(DateTime.Parse(last, System.Globalization.CultureInfo.InvariantCulture), plan.Properties["To"].Value);
        Assert.Equal(1, plan.Properties["Stocks"].Value);
    }

    [Fact]
    public async Task What_cannot_be_used_is_told_one_by_one_and_the_rest_makes_the_run()
    {
        await using var market = await MarketSession.StartAsync();
        string[] codes = Codes(market);
        market.Module.Run(Fill(
            "'{0}', 'nonsense', [pscustomobject]@{ Unrelated = 1 }, [pscustomobject]@{ Code = '' }, [pscustomobject]@{ Code = '*' }, '{1}'"
            + " | Start-StockBackfill -From 2024-01-02 -To 2024-01-12",
            codes));
        Assert.Equal(codes.Order(), Stored(market));
        Assert.Single(market.Module.Run("Get-SyncRun"));
        market.Module.Run(Fill(
            "'{0}', 'nonsense', [pscustomobject]@{ Unrelated = 1 }, [pscustomobject]@{ Code = '' }, [pscustomobject]@{ Code = '*' }"
            + " | Start-StockBackfill -From 2024-01-02 -To 2024-01-12",
            codes));
        Assert.Collection(
            market.Module.Streams.Error.Select(e => e.ToString()),
            e => Assert.Contains("\"nonsense\"", e, StringComparison.Ordinal),
            e => Assert.Contains("\"@{Unrelated=1}\" names no stock", e, StringComparison.Ordinal),
            e => Assert.Contains("\"\" is not the code", e, StringComparison.Ordinal),
            e => Assert.Contains("Retry-FailedStock", e, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_failed_day_of_the_whole_market_alone_is_not_the_whole_market_for_a_year()
    {
        await using var market = await MarketSession.StartAsync();
        Assert.Empty(market.Module.Run("[StockSync.FailedStock]@{ Code = '*'; From = '2024-01-03'; Reason = 'x' } | Start-StockBackfill"));
        Assert.Single(market.Module.Streams.Error);
        Assert.Empty(market.Service.Log.Entries);
    }

    [Theory]
    [InlineData("'{0}' | Resume-FailedStock")]
    [InlineData("{0} | Resume-FailedStock")]
    [InlineData("[pscustomobject]@{ Code = '{0}' } | Resume-FailedStock")]
    public async Task A_plain_code_is_retried(string command)
    {
        await using var market = await MarketSession.StartAsync();
        string[] codes = Codes(market);
        market.Service.Faults.Add($"95:sh.{codes[0]} x3 drop");
        market.Module.SetVariable("STOCKSYNC_RETRY_ATTEMPTS", "1");
        market.Module.Run(Fill("'{0}' | Start-StockBackfill -From 2024-01-02 -To 2024-01-12 -Shape StockRange", codes));
        Assert.NotEmpty(market.Module.Run("Get-FailedStock"));
        market.Service.Faults.Clear();

        Assert.NotEmpty(market.Module.Run(Fill(command, codes)));
        Assert.Empty(market.Module.Streams.Error);
        Assert.Empty(market.Module.Run("Get-FailedStock"));
    }

    static string[] Codes(MarketSession market) =>
    [
        .. market.Service.Market.Securities.Select(s => s.Code).Where(c => c.StartsWith("sh.60", StringComparison.Ordinal)).Take(2).Select(c => c[3..]),
    ];

    static string Fill(string script, string[] codes) =>
        script.Replace("{0}", codes[0], StringComparison.Ordinal).Replace("{1}", codes[1], StringComparison.Ordinal);

    static IEnumerable<string> Stored(MarketSession market) =>
        market.Module.Run("Get-StockBar").Select(b => (string)b.Properties["Code"].Value).Distinct().Order();
}
