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
        var settler = Settler(new DayException(s_day, new StockCode(600001), StockState.NotListed, "NotListed"));
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
        Assert.True(new DaySettler(new StockList(s_entries), scope, Known())
            .NeedsDayList(s_day, Facts([0, 2, 3])));
        Assert.False(Settler().NeedsDayList(s_day, Facts([0, 2, 3])));
    }

    static DayTally Settle(int[] present, int[]? listed = null, bool answered = true) =>
        Settler().Settle(s_day, Facts(present), listed?.Select(c => new StockCode(c)).ToHashSet(), answered);

    static DayFacts Facts(int[] present) => new(present.Contains);

    [Fact]
    public void The_newest_day_is_not_proven_without_its_list()
    {
        var settler = new DaySettler(new StockList(s_entries), Scope(newest: s_day), Known());
        Assert.False(settler.Settle(s_day, Facts([0, 2, 3]), null, answered: false).IsProven);
        Assert.True(settler.Settle(s_day, Facts([0, 2, 3]), Codes(1, 600000, 600001), answered: true).IsProven);
    }

    [Fact]
    public void A_listing_of_today_that_the_stock_list_does_not_name_keeps_the_day_open()
    {
        var settler = new DaySettler(new StockList(s_entries), Scope(newest: s_day), Known());
        var tally = settler.Settle(s_day, Facts([0, 2, 3]), Codes(1, 600000, 600001, 603999), answered: true);
        Assert.Equal((4, "NotInStockList"), (tally.Expected, Assert.Single(tally.Exceptions).Reason));
    }

    [Fact]
    public void A_half_published_list_takes_nobody_out_of_a_fresh_day()
    {
        var entries = Enumerable.Range(600000, 400).Select(c => Entry(c, "2000-01-01")).ToArray();
        var half = Enumerable.Range(600000, 240).ToArray();
        var settler = new DaySettler(new StockList(entries), Scope(newest: s_day), Known());
        var tally = settler.Settle(s_day, new DayFacts(i => i < 240), Codes(half), answered: true);
        Assert.Equal((400, 160, false), (tally.Expected, tally.Exceptions.Count(e => e.State == StockState.Late), tally.IsProven));
    }

    [Fact]
    public void What_an_earlier_run_found_of_a_stock_stays_when_another_stock_is_asked_for()
    {
        var scope = new SyncScope { From = s_day, To = s_day, Days = [s_day] };
        scope.AddRange(new StockCode(1), s_day, s_day);
        var late = new DayException(s_day, new StockCode(600001), StockState.Late, "BarLate");
        var tally = new DaySettler(new StockList(s_entries), scope, Known(late)).Settle(s_day, Facts([0, 2]), null, answered: true);
        Assert.Equal(late, Assert.Single(tally.Exceptions));
    }

    static DaySettler Settler(params DayException[] known) => new(new StockList(s_entries), Scope(null), Known(known));

    static Dictionary<DateOnly, IReadOnlyDictionary<StockCode, DayException>> Known(params DayException[] known) =>
        known.Length == 0 ? [] : new() { [s_day] = known.ToDictionary(e => e.Code) };

    static HashSet<StockCode> Codes(params int[] codes) => [.. codes.Select(c => new StockCode(c))];

    static SyncScope Scope(DateOnly? newest)
    {
        var scope = new SyncScope { From = s_day, To = s_day, Days = [s_day], Newest = newest };
        scope.AddWholeDay(s_day);
        return scope;
    }

    static StockEntry Entry(int code, string listed, string? delisted = null) =>
        new(new StockCode(code), "name", DateOnly.Parse(listed, null), delisted is null ? null : DateOnly.Parse(delisted, null));
}
