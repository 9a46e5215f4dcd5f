using StockSync.Engine.Evidence;
using StockSync.Engine.Market;
using StockSync.Engine.Planning;
using StockSync.Engine.Settling;
using StockSync.Engine.Sources.Contract;
using StockSync.Engine.Stores.Contract;
using StockSync.Engine.Stores.Sql;
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
        Assert.Equal((StockState.Late, AbsenceReason.Unconfirmed, 1), (late.State, late.Reason, late.Answers));

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

    static DayFacts Facts(int[] present) => new(present.Contains) { IsWhole = true };

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

    [Fact]
    public void A_fresh_day_needs_its_list_while_an_asked_stock_lacks_its_row()
    {
        Assert.True(Fresh().NeedsDayList(s_day, Facts([0, 2])));
        Assert.False(Fresh().NeedsDayList(s_day, Facts([0, 2, 3]))); // those without a row are not expected
        Assert.False(Fresh().NeedsDayList(s_day, new DayFacts(i => i is 0 or 2, new Dictionary<int, string> { [3] = "LowAboveHigh" })));
        Assert.False(Fresh().NeedsDayList(s_day, new DayFacts(i => i is 0 or 2, null, i => i == 3)));
        Assert.False(Fresh(Accepted(600001)).NeedsDayList(s_day, Facts([0, 2])));
        Assert.True(Fresh(Late(600001)).NeedsDayList(s_day, Facts([0, 2])));
        Assert.False(Settler().NeedsDayList(s_day, Facts([0, 2])));
        Assert.False(Settler(s_entries, Ranges(600000, fresh: true)).NeedsDayList(s_day, Facts([0, 2])));
        Assert.True(Settler(s_entries, Ranges(600001, fresh: true)).NeedsDayList(s_day, Facts([0, 2])));
        // The newest day of chosen stocks is like any other.
        Assert.False(Settler(s_entries, Ranges(600000, newest: true)).NeedsDayList(s_day, Facts([0, 2, 3])));
    }

    [Theory]
    [InlineData(true, true, 1)]
    [InlineData(true, false, 0)]
    [InlineData(false, true, 0)]
    public void Whom_the_trading_day_before_excused_is_excused_on_a_fresh_day_beside_a_list(bool isFresh, bool hasList, int excused)
    {
        // The day before a Monday is the Friday.
        var friday = Accepted(600001) with { Date = new(2026, 2, 27) };
        var tally = (isFresh ? Fresh(friday) : Settler(friday)).Settle(s_day, Facts([0, 2]), hasList ? Codes(1, 600000) : null, answered: true);
        Assert.Equal((3 - excused, 1 - excused), (tally.Expected, tally.Waiting));
        Assert.Equal(excused == 1 ? StockState.NotListed : StockState.Late, Assert.Single(tally.Exceptions).State);
        Assert.Equal(excused == 1 ? new DateOnly(2026, 3, 10) : null, tally.Exceptions[0].CheckOn);
    }

    [Fact]
    public void A_tally_knows_the_trading_days_around_it_and_when_the_day_was_answered_as_a_whole()
    {
        var tally = Settle(present: [0, 2, 3], listed: [1, 600000, 600001]);
        Assert.Equal(s_day, tally.Date);
        Assert.Equal((new DateOnly(2026, 2, 27), new DateOnly(2026, 3, 3)), (tally.Before!.Value, tally.After!.Value));
        Assert.Equal((s_today, 3, true), (tally.AnsweredOn!.Value, tally.ListSize!.Value, tally.IsProven));
        tally = Settle(present: [0, 2, 3], listed: []);
        Assert.Equal((s_today, null), (tally.AnsweredOn!.Value, tally.ListSize));
        Assert.Null(Settle(present: [0, 2, 3], answered: false).AnsweredOn);
        Assert.Null(Settler(s_entries, Ranges(1)).Settle(s_day, Facts([0, 2, 3]), null, answered: true).AnsweredOn);
    }

    [Fact]
    public void The_newest_day_is_proven_by_a_list_of_now_or_earlier_and_a_day_of_chosen_stocks_needs_none()
    {
        var settler = Settler(s_entries, Scope(newest: s_day));
        Assert.False(settler.Settle(s_day, Facts([0, 2, 3]), null, answered: true).IsProven);
        Assert.False(settler.Settle(s_day, Facts([0, 2, 3]), Codes(), answered: true).IsProven);
        Assert.True(settler.Settle(s_day, new DayFacts(i => i is 0 or 2 or 3) { WasListed = true }, null, answered: true).IsProven);
        Assert.True(Settler(s_entries, Ranges(1, newest: true)).Settle(s_day, Facts([0, 2, 3]), null, answered: true).IsProven);
    }

    [Fact]
    public void A_replaced_code_is_not_expected_and_its_row_is_not_counted()
    {
        StockEntry[] entries = [Entry(1, "2000-01-01"), Entry(300114, "2000-01-01") with { ReplacedBy = new(302132) }, Entry(302132, "2000-01-01")];
        foreach (int[] present in (int[][])[[0, 1, 2], [0, 2]])
        {
            var tally = Settler(entries, Scope(null), Late(300114)).Settle(s_day, Facts(present), Codes(1, 300114, 302132), answered: true);
            Assert.Equal((2, 0), (tally.Expected, tally.Exceptions.Count));
        }
    }

    [Fact]
    public void A_bar_that_was_set_aside_keeps_the_day_open_and_its_older_row_counts_once()
    {
        var rejected = new Dictionary<int, string> { [2] = "LowAboveHigh", [4] = "PriceMissing" };
        var tally = Settler().Settle(s_day, new DayFacts(i => i is 0 or 2 or 3, rejected), null, answered: true);
        // The one that is not listed yet is expected, because a bar of it came.
        Assert.Equal(4, tally.Expected);
        Assert.Equal(
            [Rejected(600000, "LowAboveHigh"), Rejected(600002, "PriceMissing")], tally.Exceptions.OrderBy(e => e.Code));
    }

    [Theory]
    [InlineData(600000, true)] // with an older row
    [InlineData(600000, false)]
    [InlineData(600002, false)] // of a stock that the stock list does not expect
    [InlineData(600002, true)]
    public void What_an_earlier_run_set_aside_stays_so_until_it_is_asked_for(int code, bool hasRow)
    {
        var rejected = Rejected(code, "LowAboveHigh") with { LastOn = new(2026, 3, 3), FirstOn = new(2026, 3, 3) };
        int index = Array.FindIndex(s_entries, e => e.Code.Number == code);
        var facts = new DayFacts(i => i is 0 or 3 || i == 2 && (code != 600000 || hasRow) || i == index && hasRow) { IsWhole = true };
        int expected = code == 600002 ? 4 : 3;
        foreach (var unasked in (DayTally[])
        [
            Settler(s_entries, Ranges(1), rejected).Settle(s_day, facts, null, answered: true),
            Settler(rejected).Settle(s_day, facts, null, answered: false),
        ])
        {
            Assert.Equal(rejected, Assert.Single(unasked.Exceptions));
            Assert.Equal(expected, unasked.Expected);
        }
        // Asked for, it is what the answer says: right, or absent.
        var asked = Settler(rejected).Settle(s_day, facts, null, answered: true);
        if (hasRow || code == 600002)
            Assert.Empty(asked.Exceptions);
        else
            Assert.Equal((StockState.Late, 1), (Assert.Single(asked.Exceptions).State, asked.Exceptions[0].Answers));
        Assert.Equal(hasRow ? expected : 3, asked.Expected);
        // A question that failed is no answer.
        if (hasRow)
        {
            var failed = Settler(rejected).Settle(s_day, new DayFacts(facts.Has, null, i => i == index), null, answered: true);
            Assert.Equal((rejected, 0), (Assert.Single(failed.Exceptions), failed.Failed));
        }
    }

    [Theory]
    [InlineData(AbsenceReason.NamedByList)]
    [InlineData(AbsenceReason.NotInStockList)]
    public void A_stock_that_was_named_stays_expected_although_the_stock_list_does_not_say_so(string reason)
    {
        var named = Late(600002) with { Reason = reason };
        var unasked = Settler(s_entries, Ranges(1), named).Settle(s_day, Facts([0, 2, 3]), null, answered: true);
        Assert.Equal((named, 4), (Assert.Single(unasked.Exceptions), unasked.Expected));
        var asked = Settler(named).Settle(s_day, Facts([0, 2, 3]), null, answered: true);
        Assert.Equal((AbsenceReason.NamedByList, 2, 4), (Assert.Single(asked.Exceptions).Reason, asked.Exceptions[0].Answers, asked.Expected));
        // A list without it is a first answer of another kind.
        var unlisted = Settler(named).Settle(s_day, Facts([0, 2, 3]), Codes(1, 600000, 600001), answered: true);
        Assert.Equal((AbsenceReason.Unconfirmed, 1, 4), (Assert.Single(unlisted.Exceptions).Reason, unlisted.Exceptions[0].Answers, unlisted.Expected));
    }

    [Fact]
    public void What_was_found_of_a_stock_that_nobody_expects_any_more_is_forgotten()
    {
        foreach (var known in (DayException[])[Late(600002), Accepted(600002)])
        {
            var tally = Settler(known).Settle(s_day, Facts([0, 2, 3]), null, answered: true);
            Assert.Equal((3, 0), (tally.Expected, tally.Exceptions.Count));
        }
    }

    [Fact]
    public void A_failed_stock_counts_where_it_is_expected()
    {
        var tally = Settler().Settle(s_day, new DayFacts(i => i is 0 or 2, null, _ => true), null, answered: true);
        Assert.Equal((3, 1, 0), (tally.Expected, tally.Failed, tally.Exceptions.Count));
        tally = Settler().Settle(s_day, new DayFacts(i => i is 0 or 2, null, _ => true), Codes(1, 600000, 600002), answered: true);
        Assert.Equal((4, 2, 0), (tally.Expected, tally.Failed, tally.Exceptions.Count));
    }

    [Fact]
    public void Codes_that_the_stock_list_does_not_know_are_late_each_once_in_order()
    {
        var facts = new DayFacts(i => i is 0 or 2 or 3)
        {
            UnknownRows = [new(605999)],
            IsUnknown = code => code.Number is 603999 or 605999,
        };
        var tally = Settler().Settle(s_day, facts, null, answered: true);
        var late = new DayException(s_day, new(605999), StockState.Late, AbsenceReason.NotInStockList, 1, s_today, s_today);
        Assert.Equal((4, late), (tally.Expected, Assert.Single(tally.Exceptions)));
        tally = Settler().Settle(s_day, facts, Codes(1, 600000, 600001, 605999, 603999), answered: true);
        Assert.Equal(5, tally.Expected);
        Assert.Equal([late with { Code = new(603999) }, late], tally.Exceptions);
    }

    [Fact]
    public void A_code_that_the_stock_list_does_not_know_is_waited_for_until_a_list_of_the_day_takes_it_back()
    {
        var named = Late(605999) with { Reason = AbsenceReason.NotInStockList };
        var facts = new DayFacts(i => i is 0 or 2 or 3) { IsWhole = true, IsUnknown = code => code.Number == 605999 };
        var unseen = Settler(named).Settle(s_day, facts, null, answered: true);
        Assert.Equal((named, 4), (Assert.Single(unseen.Exceptions), unseen.Expected));
        Assert.Equal(unseen.Exceptions, Settler(named).Settle(s_day, facts, Codes(), answered: true).Exceptions);
        Assert.Empty(Settler(named).Settle(s_day, facts, Codes(1, 600000, 600001), answered: true).Exceptions);
    }

    static DaySettler Fresh(params DayException[] known) => Settler(s_entries, Scope(null, fresh: true), known);

    static SyncScope Ranges(int code, bool fresh = false, bool newest = false)
    {
        var scope = new SyncScope
        {
            From = s_day, To = s_day, Days = [s_day], Newest = newest ? s_day : null, FreshFrom = fresh ? s_day : DateOnly.MaxValue,
        };
        scope.AddRange(new StockCode(code), s_day, s_day);
        return scope;
    }

    static DayException Late(int code) => new(s_day, new(code), StockState.Late, AbsenceReason.Unconfirmed, 1, new(2026, 3, 3), new(2026, 3, 3));

    static DayException Accepted(int code) => Late(code) with { State = StockState.NotListed, Reason = AbsenceReason.NotListed, Answers = 2 };

    static DayException Rejected(int code, string rule) => new(s_day, new(code), StockState.Quarantined, rule, 1, s_today, s_today);

    static DaySettler Settler(params DayException[] known) => Settler(s_entries, Scope(null), known);

    static DaySettler Settler(StockEntry[] entries, SyncScope scope, params DayException[] known) => new(
        new StockList(entries), scope, new KnownAbsences(known.Select(e => Absence.Of(e))), s_calendar, s_today);

    static HashSet<StockCode> Codes(params int[] codes) => [.. codes.Select(c => new StockCode(c))];

    static SyncScope Scope(DateOnly? newest, bool fresh = false)
    {
        var scope = new SyncScope { From = s_day, To = s_day, Days = [s_day], Newest = newest, FreshFrom = fresh ? s_day : DateOnly.MaxValue };
        scope.AddWholeDay(s_day);
        return scope;
    }

    static StockEntry Entry(int code, string listed, string? delisted = null) =>
        new(new StockCode(code), "name", DateOnly.Parse(listed, null), delisted is null ? null : DateOnly.Parse(delisted, null));
}
