using StockSync.Engine.Sync;
using StockSync.Engine.Sync.Evidence;
using Xunit;

namespace StockSync.Tests.Sync;

public class DaySettlerTests
{
    static readonly DateOnly s_day = new(2026, 3, 2);
    static readonly DateOnly s_today = new(2026, 3, 9);

    static readonly TradingCalendar s_calendar = new(
        Enumerable.Range(0, 30).Select(i => new DateOnly(2026, 2, 16).AddDays(i))
            .Select(d => new CalendarDay(d, d.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday))));

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
    public void A_stock_absent_from_bars_and_list_waits_for_the_same_answer_on_another_day()
    {
        var tally = Settle(present: [0, 2], listed: [1, 600000]);
        Assert.Equal((3, 1), (tally.Expected, tally.Waiting));
        var late = Assert.Single(tally.Exceptions);
        Assert.Equal((StockState.Late, DayJudge.Unconfirmed, 1), (late.State, late.Reason, late.Answers));

        var again = Settler(late with { LastOn = s_today.AddDays(-1), FirstOn = s_today.AddDays(-1) })
            .Settle(s_day, Facts([0, 2]), Codes(1, 600000), answered: true);
        Assert.Equal((2, StockState.NotListed), (again.Expected, Assert.Single(again.Exceptions).State));
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
        Assert.True(Settler(s_entries, scope)
            .NeedsDayList(s_day, Facts([0, 2, 3])));
        Assert.False(Settler().NeedsDayList(s_day, Facts([0, 2, 3])));
    }

    static DayTally Settle(int[] present, int[]? listed = null, bool answered = true) =>
        Settler().Settle(s_day, Facts(present), listed?.Select(c => new StockCode(c)).ToHashSet(), answered);

    static DayFacts Facts(int[] present) => new(present.Contains);

    [Fact]
    public void The_newest_day_is_not_proven_without_its_list()
    {
        var settler = Settler(s_entries, Scope(newest: s_day));
        Assert.False(settler.Settle(s_day, Facts([0, 2, 3]), null, answered: false).IsProven);
        Assert.True(settler.Settle(s_day, Facts([0, 2, 3]), Codes(1, 600000, 600001), answered: true).IsProven);
    }

    [Fact]
    public void A_listing_of_today_that_the_stock_list_does_not_name_keeps_the_day_open()
    {
        var settler = Settler(s_entries, Scope(newest: s_day));
        var facts = new DayFacts(i => i is 0 or 2 or 3) { IsUnknown = code => code.Number == 603999 };
        var tally = settler.Settle(s_day, facts, Codes(1, 600000, 600001, 603999), answered: true);
        Assert.Equal((4, "NotInStockList"), (tally.Expected, Assert.Single(tally.Exceptions).Reason));
    }

    [Fact]
    public void A_half_published_list_takes_nobody_out_of_a_day_however_old()
    {
        var entries = Enumerable.Range(600000, 400).Select(c => Entry(c, "2000-01-01")).ToArray();
        var half = Enumerable.Range(600000, 240).ToArray();
        foreach (var newest in (DateOnly?[])[s_day, null])
        {
            var tally = Settler(entries, Scope(newest)).Settle(s_day, new DayFacts(i => i < 240), Codes(half), answered: true);
            Assert.Equal((400, 160, 0), (tally.Expected, tally.Exceptions.Count(e => e.State == StockState.Late), tally.Waiting));
        }
    }

    [Fact]
    public void What_an_earlier_run_found_of_a_stock_stays_when_another_stock_is_asked_for()
    {
        var scope = new SyncScope { From = s_day, To = s_day, Days = [s_day] };
        scope.AddRange(new StockCode(1), s_day, s_day);
        var late = new DayException(s_day, new StockCode(600001), StockState.Late, "BarLate");
        var tally = Settler(s_entries, scope, late).Settle(s_day, Facts([0, 2]), null, answered: true);
        Assert.Equal(late with { LastOn = default }, Assert.Single(tally.Exceptions) with { LastOn = default });
    }

    static DaySettler Settler(params DayException[] known) => Settler(s_entries, Scope(null), known);

    static DaySettler Settler(StockEntry[] entries, SyncScope scope, params DayException[] known) => new(
        new StockList(entries), scope, new AbsenceBook(known.Select(e => e.ToAbsence())), s_calendar, s_today);

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
