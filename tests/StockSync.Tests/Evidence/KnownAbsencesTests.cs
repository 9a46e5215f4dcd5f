using StockSync.Engine.Evidence;
using StockSync.Engine.Market;
using StockSync.Engine.Stores.Contract;
using Xunit;

namespace StockSync.Tests.Evidence;

public class KnownAbsencesTests
{
    // September 28 is a Monday; a week of holidays begins on the Thursday.
    static readonly TradingCalendar s_calendar = Trading.Calendar(
        "2026-09-01", "2026-10-30", "2026-10-01", "2026-10-02", "2026-10-05", "2026-10-06", "2026-10-07");

    static readonly StockCode s_code = new(600000);

    [Theory]
    [InlineData("2026-09-03", null)]
    [InlineData("2026-09-04", "2026-09-04")]
    [InlineData("2026-09-05", null)]
    [InlineData("2026-09-08", "2026-09-08")]
    [InlineData("2026-09-09", "2026-09-08")]
    [InlineData("2026-09-10", "2026-09-08")]
    [InlineData("2026-09-11", null)]
    [InlineData("2026-09-14", null)]
    [InlineData("2026-09-15", "2026-09-15")]
    [InlineData("2026-09-16", "2026-09-16")]
    [InlineData("2026-09-17", null)]
    public void The_absence_of_a_day_is_the_interval_that_holds_it(string day, string? from)
    {
        // In any order, beside other stocks.
        var book = new KnownAbsences(
        [
            Absence("2026-09-16"), Absence("2026-09-08", "2026-09-10"), Absence("2026-09-01", "2026-10-30") with { Code = new(1) }, Absence("2026-09-15"),
            Absence("2026-09-01", "2026-10-30") with { Code = new(688001) }, Absence("2026-09-04"),
        ]);
        Assert.Equal(Trading.DayOrNull(from), book.Find(s_code, Trading.Day(day))?.From);
        Assert.Equal(from is null ? null : Trading.Day(day), book.On(s_code, Trading.Day(day))?.Date);
        Assert.Null(book.Find(new(2), Trading.Day(day)));
        Assert.Null(book.On(new(2), Trading.Day(day)));
    }

    [Fact]
    public void Every_interval_of_many_is_found()
    {
        var days = s_calendar.Between(s_calendar.From, s_calendar.To).ToArray();
        for (int count = 1; count <= days.Length; count++)
        {
            var book = new KnownAbsences(days.Take(count).Select(d => Absence($"{d:yyyy-MM-dd}")));
            Assert.Equal(days.Take(count), days.Where(d => book.Find(s_code, d)?.From == d));
        }
    }

    [Fact]
    public void The_absences_of_a_day_come_in_order_of_code()
    {
        var book = new KnownAbsences([Absence("2026-09-08"), Absence("2026-09-08") with { Code = new(300001) }, Absence("2026-09-09") with { Code = new(1) }]);
        book.Settle([Tally("2026-09-08", Late("2026-09-08") with { Code = new(2) }, Late("2026-09-08"))]);
        Assert.Equal([2, 600000], book.On(Trading.Day("2026-09-08")).Select(e => e.Code.Number));
        Assert.Equal([1], book.On(Trading.Day("2026-09-09")).Select(e => e.Code.Number));
        Assert.Equal([1, 2, 600000], book.All.Select(e => e.Code.Number).Order());
        Assert.Empty(KnownAbsences.Empty.All);
        Assert.Empty(KnownAbsences.Empty.On(Trading.Day("2026-09-08")));
    }

    [Theory]
    [InlineData(StockState.NotListed, true)]
    [InlineData(StockState.Late, false)]
    [InlineData(StockState.Quarantined, false)]
    public void Only_who_is_accepted_is_excused_and_the_others_keep_the_day_open(object state, bool isExcused)
    {
        var book = new KnownAbsences([Absence("2026-09-08") with { State = (StockState)state }]);
        Assert.Equal(isExcused, book.IsExcused(s_code, Trading.Day("2026-09-08")));
        Assert.Equal(!isExcused, book.IsOpen(Trading.Day("2026-09-08")));
        Assert.False(book.IsExcused(s_code, Trading.Day("2026-09-09")));
        Assert.False(book.IsExcused(new(1), Trading.Day("2026-09-08")));
        Assert.False(book.IsExcused(s_code, null));
        Assert.False(book.IsOpen(Trading.Day("2026-09-09")));
    }

    [Fact]
    public void A_day_is_open_for_one_stock_among_accepted_ones()
    {
        var book = new KnownAbsences([Accepted("2026-09-08") with { Code = new(1) }, Absence("2026-09-08"), Accepted("2026-09-08") with { Code = new(688001) }]);
        Assert.True(book.IsOpen(Trading.Day("2026-09-08")));
    }

    [Fact]
    public void A_bar_in_the_middle_cuts_an_absence_in_two()
    {
        var book = new KnownAbsences([Absence("2026-09-28", "2026-10-14"), Absence("2026-09-28", "2026-10-14") with { Code = new(1) }]);
        book.Settle([Tally("2026-10-08", Late("2026-10-08") with { Code = new(1), Answers = 2 })]);
        Assert.Equal(["2026-09-28..2026-09-30", "2026-10-09..2026-10-14"], Spans(book, s_code));
        Assert.Equal(["2026-09-28..2026-09-30", "2026-10-08..2026-10-08", "2026-10-09..2026-10-14"], Spans(book, new(1)));
        book.Settle([]);
        Assert.Equal(5, book.All.Count);
    }

    [Fact]
    public void Days_that_are_settled_together_in_any_order_become_one_absence()
    {
        var book = new KnownAbsences([Absence("2026-09-30"), Absence("2026-09-01") with { Code = new(1) }, Absence("2026-10-20") with { Code = new(2) }]);
        book.Settle([Tally("2026-10-09", Late("2026-10-09")), Tally("2026-10-08", Late("2026-10-08")), Tally("2026-09-29", Late("2026-09-29"))]);
        Assert.Equal(["2026-09-29..2026-10-09"], Spans(book, s_code));
        Assert.Equal(["2026-09-01..2026-09-01"], Spans(book, new(1)));
        Assert.Equal(["2026-10-20..2026-10-20"], Spans(book, new(2)));
    }

    [Theory]
    [InlineData("2026-10-08", "2026-10-09")] // its last day is settled
    [InlineData("2026-09-30", "2026-09-30")] // its first
    public void An_absence_at_the_edge_of_what_is_settled_is_not_overlooked(string from, string to)
    {
        var book = new KnownAbsences([Absence(from, to)]);
        book.Settle([Tally("2026-09-30"), Tally("2026-10-08")]);
        Assert.Equal(to == "2026-10-09" ? ["2026-10-09..2026-10-09"] : [], Spans(book, s_code));
    }

    [Fact]
    public void A_gap_goes_over_weekends_and_holidays_and_through_absences_of_different_answers()
    {
        var book = new KnownAbsences(
        [
            Absence("2026-09-22"), // a trading day lies between
            Accepted("2026-09-24", "2026-09-25"),
            Absence("2026-09-28", "2026-09-30") with { Answers = 2 },
            Absence("2026-10-08"),
            Absence("2026-10-12"), // and here
        ]);
        foreach (string day in (string[])["2026-09-24", "2026-09-29", "2026-10-01", "2026-10-08"])
        {
            if (day == "2026-10-01")
            {
                Assert.Null(book.Gap(s_code, Trading.Day(day), s_calendar));
                continue;
            }
            Assert.Equal(
                new AbsenceGap(s_code, new(2026, 9, 24), new(2026, 10, 8), 6, false, false, true), book.Gap(s_code, Trading.Day(day), s_calendar));
        }
        Assert.Equal(1, book.Gap(s_code, new(2026, 9, 22), s_calendar)?.Days);
        Assert.Equal(1, book.Gap(s_code, new(2026, 10, 12), s_calendar)?.Days);
        Assert.Null(book.Gap(s_code, new(2026, 9, 23), s_calendar));
        Assert.Null(book.Gap(new(1), new(2026, 9, 24), s_calendar));
    }

    [Fact]
    public void What_was_set_aside_is_no_gap_and_ends_one()
    {
        var book = new KnownAbsences([Absence("2026-09-21"), Quarantined("2026-09-22"), Absence("2026-09-23")]);
        Assert.Null(book.Gap(s_code, new(2026, 9, 22), s_calendar));
        Assert.Equal((1, 1), (book.Gap(s_code, new(2026, 9, 21), s_calendar)?.Days, book.Gap(s_code, new(2026, 9, 23), s_calendar)?.Days));
    }

    [Theory]
    [InlineData("2026-09-21", true)]
    [InlineData("2026-09-22", true)]
    [InlineData("2026-09-24", true)]
    [InlineData("2026-09-18", false)] // a list of the other half, from before a bar cut the gap in two
    [InlineData("2026-09-25", false)]
    [InlineData(null, false)]
    public void The_list_of_a_gap_is_one_of_its_days(string? listDay, bool hasList)
    {
        var book = new KnownAbsences([Absence("2026-09-21", "2026-09-23"), Absence("2026-09-24") with { Answers = 2, ListDay = Trading.DayOrNull(listDay) }]);
        Assert.Equal(hasList, book.Gap(s_code, new(2026, 9, 21), s_calendar)?.HasList);
        Assert.Equal(hasList, book.Gap(s_code, new(2026, 9, 21), s_calendar)?.IsLong);
    }

    [Theory]
    [InlineData(AbsenceReason.Unconfirmed, 1, false, true)]
    [InlineData(AbsenceReason.NamedByList, 1, true, true)]
    [InlineData(AbsenceReason.NotInStockList, 1, true, true)]
    [InlineData(AbsenceReason.Unconfirmed, 0, false, false)]
    public void A_gap_with_a_day_on_which_it_is_named_or_of_which_nothing_was_asked_explains_nothing(string reason, int answers, bool isNamed, bool isAnswered)
    {
        var book = new KnownAbsences([Absence("2026-09-21", "2026-09-24") with { ListDay = new(2026, 9, 22) }, Absence("2026-09-25") with { Reason = reason, Answers = answers }]);
        var gap = book.Gap(s_code, new(2026, 9, 21), s_calendar)!.Value;
        Assert.Equal((true, isNamed, isAnswered), (gap.HasList, gap.IsNamed, gap.IsAnswered));
        Assert.Equal(!isNamed && isAnswered, gap.IsLong);
    }

    [Theory]
    [InlineData("2026-09-21", "2026-09-22", false)]
    [InlineData("2026-09-21", "2026-09-23", true)]
    [InlineData("2026-09-25", "2026-09-28", false)] // a weekend makes it no longer
    [InlineData("2026-09-25", "2026-09-29", true)]
    [InlineData("2026-09-30", "2026-10-08", false)]
    [InlineData("2026-09-30", "2026-10-09", true)]
    public void Three_trading_days_are_a_long_gap(string from, string to, bool isLong)
    {
        var book = new KnownAbsences([Absence(from, to) with { ListDay = Trading.Day(from) }]);
        Assert.Equal(isLong, book.Gap(s_code, Trading.Day(from), s_calendar)?.IsLong);
    }

    [Fact]
    public void Beyond_the_calendar_nobody_knows_which_absences_are_neighbours()
    {
        var calendar = Trading.Calendar("2026-09-07", "2026-09-18");
        var book = new KnownAbsences([Absence("2025-03-03", "2025-08-29"), Absence("2026-09-07"), Absence("2026-09-18"), Absence("2026-11-02")]);
        Assert.Equal(new(2026, 9, 7), book.Gap(s_code, new(2026, 9, 7), calendar)?.From);
        Assert.Equal(new(2026, 9, 18), book.Gap(s_code, new(2026, 9, 18), calendar)?.To);
        // Its edges are known: the days directly before and after are neighbours.
        book = new KnownAbsences([Absence("2026-09-04"), Absence("2026-09-07") with { Answers = 2 }]);
        Assert.Equal(new(2026, 9, 7), book.Gap(s_code, new(2026, 9, 7), calendar)?.From);
        book = new KnownAbsences([Absence("2026-09-06"), Absence("2026-09-07", "2026-09-18") with { Answers = 2 }, Absence("2026-09-19")]);
        Assert.Equal((new DateOnly(2026, 9, 6), new DateOnly(2026, 9, 19)), book.Gap(s_code, new(2026, 9, 7), calendar) is { } g ? (g.From, g.To) : default);
        // A weekend at the end of what is known.
        calendar = Trading.Calendar("2026-09-05", "2026-09-20");
        book = new KnownAbsences([Absence("2026-09-04"), Absence("2026-09-07", "2026-09-18") with { Answers = 2 }, Absence("2026-09-21")]);
        Assert.Equal((new DateOnly(2026, 9, 4), new DateOnly(2026, 9, 21)), book.Gap(s_code, new(2026, 9, 7), calendar) is { } h ? (h.From, h.To) : default);
    }

    [Theory]
    [InlineData("2026-09-04", "2026-09-04", "2026-09-08")] // over the weekend
    [InlineData("2026-09-07", "2026-09-04", "2026-09-08")]
    [InlineData("2026-09-08", "2026-09-04", "2026-09-08")]
    [InlineData("2026-09-09", "2026-09-04", "2026-09-10")] // between two of them
    [InlineData("2026-09-10", "2026-09-10", "2026-09-10")]
    [InlineData("2026-09-11", "2026-09-10", "2026-09-11")] // by a person's word, beside one of them
    [InlineData("2026-09-14", null, null)]
    [InlineData("2026-09-29", "2026-09-29", "2026-10-09")]
    [InlineData("2026-10-08", "2026-09-30", "2026-10-09")] // over the holidays
    [InlineData("2026-10-12", "2026-09-30", "2026-10-12")]
    [InlineData("2026-10-13", null, null)]
    public void What_was_accepted_around_a_day_is_one_gap(string day, string? from, string? to)
    {
        var book = new KnownAbsences(
        [
            Accepted("2026-09-04"), Accepted("2026-09-07", "2026-09-08"), Absence("2026-09-09"), Accepted("2026-09-10"),
            Accepted("2026-09-11") with { Note = "by hand" }, Accepted("2026-09-30"), Accepted("2026-10-08", "2026-10-09"),
        ]);
        Assert.Equal(
            from is null ? (StockCoverage?)null : new StockCoverage(s_code, Trading.Day(from), Trading.Day(to!)),
            book.AcceptedAround(s_code, Trading.Day(day), s_calendar));
        Assert.Null(book.AcceptedAround(new(1), Trading.Day(day), s_calendar));
    }

    [Fact]
    public void Codes_that_no_list_knew_are_told_by_day()
    {
        var unknown = Absence("2026-09-08", "2026-09-09") with { Reason = AbsenceReason.NotInStockList };
        var book = new KnownAbsences([unknown, unknown with { Code = new(1) }, Absence("2026-09-08") with { Code = new(2) }]);
        Assert.Equal([1, 600000], book.Unknown(Trading.Day("2026-09-09")).Select(e => e.Code.Number).Order());
        Assert.Empty(book.Unknown(Trading.Day("2026-09-10")));
    }

    static string[] Spans(KnownAbsences book, StockCode code) =>
        [.. book.All.Where(a => a.Code == code).Select(a => $"{a.From:yyyy-MM-dd}..{a.To:yyyy-MM-dd}")];

    static DayTally Tally(string day, params DayException[] exceptions) => new()
    {
        Date = Trading.Day(day),
        Expected = 10,
        Exceptions = exceptions,
        Before = s_calendar.Before(Trading.Day(day)),
        After = s_calendar.After(Trading.Day(day)),
    };

    static Absence Absence(string from, string? to = null) => Engine.Stores.Contract.Absence.Of(Late(from)) with { To = Trading.Day(to ?? from) };

    static Absence Accepted(string from, string? to = null) => Absence(from, to) with { State = StockState.NotListed, Reason = AbsenceReason.NotListed };

    static Absence Quarantined(string day) => Absence(day) with { State = StockState.Quarantined, Reason = "LowAboveHigh" };

    static DayException Late(string day) =>
        new(Trading.Day(day), s_code, StockState.Late, AbsenceReason.Unconfirmed, 1, new(2026, 11, 2), new(2026, 11, 2));
}
