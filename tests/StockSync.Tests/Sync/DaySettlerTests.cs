using StockSync.Engine.Sync;
using Xunit;

namespace StockSync.Tests.Sync;

public class DaySettlerTests
{
    static readonly DateOnly s_day = new(2026, 3, 2);
    static readonly StockEntry[] s_entries =
    [
        Entry(1, "2000-01-01"),
        Entry(2, "2000-01-01", "2026-03-02"), // its last bar was the day before
        Entry(600000, "2000-01-01", "2026-03-03"),
        Entry(600001, "2026-03-02"),
        Entry(600002, "2026-03-03"), // not listed yet
    ];

    [Fact]
    public void Stocks_are_expected_exactly_from_listing_to_the_day_before_the_out_date()
    {
        var tally = Settle(present: [0, 2, 3]);
        Assert.Equal(3, tally.Expected);
        Assert.Empty(tally.Exceptions);
    }

    [Fact]
    public void A_listed_stock_without_a_bar_is_late()
    {
        var tally = Settle(present: [0, 2], listed: [1, 600000, 600001]);
        var late = Assert.Single(tally.Exceptions);
        Assert.Equal((StockState.Late, 600001), (late.State, late.Code.Number));
        Assert.Equal(3, tally.Expected);
    }

    [Fact]
    public void A_stock_absent_from_the_list_of_the_day_is_not_expected()
    {
        var tally = Settle(present: [0, 2], listed: [1, 600000]);
        Assert.Equal(2, tally.Expected);
        Assert.Equal(StockState.NotListed, Assert.Single(tally.Exceptions).State);
    }

    [Fact]
    public void An_empty_list_of_the_day_proves_nothing()
    {
        var tally = Settle(present: [0, 2], listed: []);
        Assert.Equal(3, tally.Expected);
        Assert.Equal(StockState.Late, Assert.Single(tally.Exceptions).State);
    }

    [Fact]
    public void A_stock_that_the_list_names_is_expected_although_the_stock_list_does_not_say_so()
    {
        var tally = Settle(present: [0, 2, 3], listed: [1, 600000, 600001, 600002]);
        Assert.Equal(4, tally.Expected);
        Assert.Equal(600002, Assert.Single(tally.Exceptions).Code.Number);
    }

    [Fact]
    public void Without_an_answer_nobody_is_called_late()
    {
        var tally = Settle(present: [0], answered: false);
        Assert.Equal(3, tally.Expected);
        Assert.Empty(tally.Exceptions);
    }

    [Fact]
    public void A_stock_known_not_to_be_listed_that_day_is_not_asked_for_again()
    {
        var known = new Dictionary<DateOnly, HashSet<StockCode>> { [s_day] = [new StockCode(600001)] };
        var settler = Settler(known);
        var facts = Facts([0, 2]);
        Assert.False(settler.NeedsDayList(s_day, facts));
        var tally = settler.Settle(s_day, facts, null, answered: true);
        Assert.Equal(2, tally.Expected);
        Assert.Equal(StockState.NotListed, Assert.Single(tally.Exceptions).State);
    }

    [Fact]
    public void Failed_and_quarantined_stocks_are_expected_and_told_apart()
    {
        var facts = new DayFacts(i => i == 0, new Dictionary<int, string> { [2] = "LowAboveHigh" }, i => i == 3);
        var tally = Settler().Settle(s_day, facts, null, answered: true);
        Assert.Equal((3, 1), (tally.Expected, tally.Failed));
        Assert.Equal("LowAboveHigh", Assert.Single(tally.Exceptions).Reason);
    }

    [Fact]
    public void The_newest_day_is_always_checked_against_its_own_list()
    {
        var scope = Scope(newest: s_day);
        Assert.True(new DaySettler(new StockList(s_entries), scope, new Dictionary<DateOnly, HashSet<StockCode>>())
            .NeedsDayList(s_day, Facts([0, 2, 3])));
        Assert.False(Settler().NeedsDayList(s_day, Facts([0, 2, 3])));
    }

    static DayTally Settle(int[] present, int[]? listed = null, bool answered = true) =>
        Settler().Settle(s_day, Facts(present), listed?.Select(c => new StockCode(c)).ToHashSet(), answered);

    static DayFacts Facts(int[] present) => new(present.Contains);

    static DaySettler Settler(Dictionary<DateOnly, HashSet<StockCode>>? notListed = null) =>
        new(new StockList(s_entries), Scope(null), notListed ?? []);

    static SyncScope Scope(DateOnly? newest)
    {
        var scope = new SyncScope { From = s_day, To = s_day, Days = [s_day], Newest = newest };
        scope.AddWholeDay(s_day);
        return scope;
    }

    static StockEntry Entry(int code, string listed, string? delisted = null) =>
        new(new StockCode(code), "name", DateOnly.Parse(listed, null), delisted is null ? null : DateOnly.Parse(delisted, null));
}
