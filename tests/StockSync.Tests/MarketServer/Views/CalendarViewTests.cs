using Xunit;

namespace StockSync.Tests.MarketServer.Views;

/// <summary>A calendar that is wrong, while the bars stay where they are.</summary>
public sealed class CalendarViewTests
{
    [Fact]
    public async Task Trading_days_are_said_to_be_closed()
    {
        await using var rig = await ViewRig.StartAsync("calendar closed 2024-02-27..2024-02-29");

        Assert.Equal(["2024-02-26", "2024-03-01"], await rig.TradingDaysAsync("2024-02-24", "2024-03-03"));
        Assert.Equal(9, (await rig.Client.TradeDatesAsync("2024-02-24", "2024-03-03")).Rows.Length);
        Assert.NotEmpty(await rig.DayAsync());
    }

    [Fact]
    public async Task All_days_are_said_to_be_closed()
    {
        await using var rig = await ViewRig.StartAsync("calendar closed all");

        Assert.Empty(await rig.TradingDaysAsync("2024-01-01", "2024-12-31"));
    }

    [Fact]
    public async Task A_closed_day_is_said_to_be_open()
    {
        await using var rig = await ViewRig.StartAsync("calendar open 2024-03-02");

        Assert.Equal(["2024-03-01", "2024-03-02", "2024-03-04"], await rig.TradingDaysAsync("2024-03-01", "2024-03-04"));
        Assert.Empty(await rig.DayAsync("2024-03-02"));
    }

    [Fact]
    public async Task The_calendar_ends_too_early()
    {
        await using var rig = await ViewRig.StartAsync("calendar until 2024-03-01");

        Assert.Equal("2024-03-01", (await rig.Client.TradeDatesAsync("2024-02-26", "2024-12-31")).Rows[^1][0]);
        Assert.NotEmpty(await rig.DayAsync("2024-03-04"));
    }
}
