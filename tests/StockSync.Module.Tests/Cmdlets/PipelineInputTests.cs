using System.Management.Automation;
using StockSync.Module.Tests.Hosting;
using Xunit;

namespace StockSync.Module.Tests.Cmdlets;

public sealed class PipelineInputTests
{
    [Theory]
    [InlineData("'2024-01-03', '2024-01-04' | Sync-StockDay")]
    [InlineData("20240103, 20240104 | Sync-StockDay")]
    [InlineData("[pscustomobject]@{ Date = '2024-01-03' }, [pscustomobject]@{ Date = [datetime]'2024-01-04' } | Sync-StockDay")]
    [InlineData("[StockSync.SyncDay]@{ Date = '2024-01-03' }, [StockSync.SyncDay]@{ Date = '2024-01-04' } | Sync-StockDay")]
    [InlineData("Get-TradingDay 2024-01-03 2024-01-04 | Sync-StockDay")]
    [InlineData("Sync-StockDay 2024-01-03, 2024-01-04")]
    public async Task Days_come_from_anything_that_names_them(string script)
    {
        await using var market = await MarketSession.StartAsync();
        var days = market.Module.Run(script);
        Assert.Empty(market.Module.Streams.Error);
        Assert.Equal([new DateOnly(2024, 1, 3), new DateOnly(2024, 1, 4)], days.Select(Date));
        Assert.Single(market.Module.Run("Get-SyncRun"));
    }

    [Theory]
    [InlineData("@() | Sync-StockDay")]
    [InlineData("@() | Resume-FailedStock")]
    [InlineData("@() | Get-StockBar")]
    [InlineData("Get-FailedStock | Resume-FailedStock")]
    [InlineData("@() | Clear-SyncCheckpoint")]
    public async Task An_empty_pipeline_does_nothing(string script)
    {
        await using var market = await MarketSession.StartAsync();
        Assert.Empty(market.Module.Run(script));
        Assert.Empty(market.Module.Streams.Error);
        Assert.Empty(market.Service.Log.Entries);
    }

    [Fact]
    public async Task A_closed_day_is_skipped()
    {
        await using var market = await MarketSession.StartAsync();
        var day = Assert.Single(market.Module.Run("Sync-StockDay 2024-01-06"));
        Assert.Equal("Skipped", day.Properties["Status"].Value.ToString());
    }

    [Theory]
    [InlineData("[pscustomobject]@{ Code = '{0}'; From = '2024-01-03'; To = '2024-01-05' }")]
    [InlineData("[pscustomobject]@{ Code = 'sh.{0}'; Date = '2024/1/3 0:00:00'; To = '' }")]
    [InlineData("[pscustomobject]@{ Code = ''; From = 20240103; To = $null }")]
    [InlineData("[pscustomobject]@{ Code = '*'; From = [datetime]'2024-01-03'; To = [datetime]'2024-01-03' }")]
    [InlineData("[StockSync.SyncDay]@{ Date = '2024-01-03' }")]
    [InlineData("[StockSync.FailedStock]@{ Code = '{0}'; From = '2024-01-03'; To = '2024-01-03'; Reason = 'x' }")]
    public async Task Retries_bind_from_records_and_from_rows_of_text(string input)
    {
        await using var market = await MarketSession.StartAsync();
        string code = market.Service.Market.Securities.First(s => s.Code.StartsWith("sh.60", StringComparison.Ordinal)).Code[3..];
        var days = market.Module.Run(input.Replace("{0}", code, StringComparison.Ordinal) + " | Resume-FailedStock");
        Assert.Empty(market.Module.Streams.Error);
        // Days are told as they are done, in any order.
        Assert.Equal(new DateOnly(2024, 1, 3), days.Min(Date));
    }

    [Fact]
    public async Task A_row_that_names_nothing_is_an_error_and_never_everything()
    {
        await using var market = await MarketSession.StartAsync();
        Assert.Empty(market.Module.Run("[pscustomobject]@{ Code = ''; From = ''; To = '' } | Resume-FailedStock"));
        var error = Assert.Single(market.Module.Streams.Error);
        Assert.Equal("CodeInvalid,StockSync.Commands.ResumeFailedStockCommand", error.FullyQualifiedErrorId);
        Assert.Empty(market.Service.Log.Entries);
    }

    [Fact]
    public async Task A_bad_row_does_not_stop_the_good_ones()
    {
        await using var market = await MarketSession.StartAsync();
        var days = market.Module.Run("'2024-01-03', 'nonsense', '2024-01-04' | Sync-StockDay");
        Assert.Equal(2, days.Count);
        Assert.Single(market.Module.Streams.Error);
    }

    static DateOnly Date(PSObject day) => DateOnly.FromDateTime((DateTime)day.Properties["Date"].Value);
}
