using StockSync.Engine.Market;
using StockSync.Engine.Operations.Health;
using StockSync.Engine.Planning;
using StockSync.Engine.Stores.Contract;
using StockSync.Engine.Stores.Sql;
using Xunit;

namespace StockSync.Tests.Evidence;

public class ScopeBuilderTests
{
    // March 2026 begins on a Sunday; the 19th is a holiday.
    static readonly TradingCalendar s_calendar = Trading.Calendar("2026-01-01", "2026-04-30", "2026-03-19");

    static readonly StockCode s_code = new(600000);

    [Fact]
    public void A_backfill_asks_for_the_whole_market_of_its_days_that_are_due()
    {
        var scope = Build(new SyncRequest { Kind = SyncKind.Backfill, From = Trading.Day("2026-03-13"), To = Trading.Day("2026-03-20") }, "2026-03-20 12:00");
        Assert.Equal(Days("2026-03-13", "2026-03-16", "2026-03-17", "2026-03-18"), scope.Days);
        Assert.Equal(Days("2026-03-20"), scope.DaysNotDue);
        Assert.Empty(scope.ClosedDays);
        Assert.All(scope.Days, d => Assert.True(scope.IsWholeMarket(d)));
        Assert.False(scope.IsWholeMarket(Trading.Day("2026-03-20")));
        Assert.Equal((Trading.Day("2026-03-13"), Trading.Day("2026-03-20")), (scope.From, scope.To));
        Assert.Equal((Trading.Day("2026-03-18"), Trading.Day("2026-03-18")), (scope.Newest!.Value, scope.FreshFrom));
        Assert.Empty(scope.Codes);
    }

    [Fact]
    public void Without_an_end_nothing_is_said_of_the_day_that_is_not_out()
    {
        var request = new SyncRequest { Kind = SyncKind.Backfill, From = Trading.Day("2026-03-17") };
        var scope = Build(request, "2026-03-20 12:00");
        Assert.Equal(Days("2026-03-17", "2026-03-18"), scope.Days);
        Assert.Empty(scope.DaysNotDue);
        Assert.Equal(Days("2026-03-17", "2026-03-18", "2026-03-20"), Build(request, "2026-03-20 17:30").Days);
    }

    [Fact]
    public void A_backfill_of_chosen_stocks_asks_for_no_whole_day()
    {
        var request = new SyncRequest { Kind = SyncKind.Backfill, From = Trading.Day("2026-03-13"), To = Trading.Day("2026-03-16"), Codes = [s_code, new(1)] };
        var scope = Build(request, "2026-03-20 20:00");
        Assert.Equal(Days("2026-03-13", "2026-03-16"), scope.Days);
        Assert.False(scope.HasWholeDays);
        Assert.Equal(
            [new StockCoverage(new(1), scope.From, scope.To), new(s_code, scope.From, scope.To)], scope.Ranges.OrderBy(r => r.Code));
    }

    [Theory]
    [InlineData("2026-03-20 17:29", "2026-03-18", "2026-03-18")]
    [InlineData("2026-03-20 17:30", "2026-03-20", "2026-03-18")]
    [InlineData("2026-03-20 20:00", "2026-03-20", "2026-03-20")]
    [InlineData("2026-03-21 08:00", "2026-03-20", "2026-03-20")]
    [InlineData("2026-04-30 20:00", "2026-04-30", "2026-04-30")]
    [InlineData("2026-05-01 08:00", null, "2026-04-30")] // the calendar ends before today
    public void Which_day_is_the_newest_and_which_are_fresh_goes_by_the_clock_in_every_way_of_asking(string now, string? newest, string freshFrom)
    {
        SyncRequest[] requests =
        [
            new() { Kind = SyncKind.Backfill, From = Trading.Day("2026-03-02"), To = Trading.Day("2026-03-18") },
            new() { Kind = SyncKind.Day, Dates = [Trading.Day("2026-03-18")] },
            new() { Kind = SyncKind.Retry },
            new() { Kind = SyncKind.Day },
        ];
        foreach (var request in requests)
        {
            var scope = Build(request, now, [new RetryTarget(null, Trading.Day("2026-03-18"), Trading.Day("2026-03-18"))]);
            Assert.Equal(Trading.DayOrNull(newest), scope.Newest);
            // Without a newest day a daily run is about nothing.
            if (request.Kind != SyncKind.Day || request.Dates.Count > 0 || newest is not null)
                Assert.Equal(Trading.Day(freshFrom), scope.FreshFrom);
            else
                Assert.Empty(scope.Days);
        }
    }

    [Fact]
    public void The_daily_run_is_about_the_newest_day_and_what_is_open_of_the_five_before()
    {
        SyncDay[] known =
        [
            Known("2026-03-06", SyncDayStatus.Partial), // too long ago
            Known("2026-03-10", SyncDayStatus.Partial),
            Known("2026-03-11", SyncDayStatus.Completed),
            Known("2026-03-12", SyncDayStatus.Failed),
            Known("2026-03-16", SyncDayStatus.Completed),
        ];
        // The 13th is not known, the 17th is the newest.
        var scope = Build(new SyncRequest { Kind = SyncKind.Day }, "2026-03-17 18:00", known: known);
        Assert.Equal(Days("2026-03-10", "2026-03-12", "2026-03-13", "2026-03-17"), scope.Days);
        Assert.All(scope.Days, d => Assert.True(scope.IsWholeMarket(d)));
        Assert.Equal((Trading.Day("2026-03-17"), Trading.Day("2026-03-17")), (scope.From, scope.To));
        Assert.Equal(Days("2026-03-12", "2026-03-13", "2026-03-17"), Build(new SyncRequest { Kind = SyncKind.Day }, "2026-03-17 18:00", known: known, lookBack: 3).Days);
        Assert.Equal(Days("2026-03-17"), Build(new SyncRequest { Kind = SyncKind.Day }, "2026-03-17 18:00", known: known, lookBack: 0).Days);
    }

    [Fact]
    public void The_newest_day_is_asked_for_although_it_is_complete()
    {
        SyncDay[] known = [Known("2026-03-16", SyncDayStatus.Completed), Known("2026-03-17", SyncDayStatus.Completed)];
        Assert.Equal(Days("2026-03-17"), Build(new SyncRequest { Kind = SyncKind.Day }, "2026-03-17 18:00", known: known).Days);
    }

    [Fact]
    public void Days_before_the_first_known_one_are_nobodys_hole()
    {
        Assert.Equal(Days("2026-03-17"), Build(new SyncRequest { Kind = SyncKind.Day }, "2026-03-17 18:00").Days);
        Assert.Equal(
            Days("2026-03-13", "2026-03-16", "2026-03-17"),
            Build(new SyncRequest { Kind = SyncKind.Day }, "2026-03-17 18:00", known: [Known("2026-03-13", SyncDayStatus.Partial)]).Days);
    }

    [Fact]
    public void Doubted_days_are_taken_along_once_each()
    {
        SyncDay[] known = [Known("2026-03-02", SyncDayStatus.Completed), Known("2026-03-13", SyncDayStatus.Partial), Known("2026-03-16", SyncDayStatus.Completed)];
        var scope = ScopeBuilder.Build(
            new SyncRequest { Kind = SyncKind.Day },
            new DateRange(Trading.Day("2026-02-01"), Trading.Day("2026-03-17")),
            s_calendar,
            Trading.At("2026-03-17 18:00"),
            new SyncSettings { LookBackDays = 2 },
            [],
            known,
            Days("2026-03-17", "2026-03-13", "2026-02-03"));
        Assert.Equal(Days("2026-02-03", "2026-03-13", "2026-03-17"), scope.Days);
        Assert.All(scope.Days, d => Assert.True(scope.IsWholeMarket(d)));
    }

    [Fact]
    public void The_look_back_ends_where_the_range_does() =>
        Assert.Equal(
            Days("2026-03-16", "2026-03-17"),
            ScopeBuilder.Build(
                new SyncRequest { Kind = SyncKind.Day },
                new DateRange(Trading.Day("2026-03-16"), Trading.Day("2026-03-17")),
                s_calendar,
                Trading.At("2026-03-17 18:00"),
                new SyncSettings(),
                [],
                [Known("2026-03-02", SyncDayStatus.Partial)]).Days);

    [Fact]
    public void Days_named_by_a_person_are_sorted_into_due_not_due_and_closed()
    {
        var request = new SyncRequest { Kind = SyncKind.Day, Dates = Days("2026-03-20", "2026-03-18", "2026-03-15", "2026-03-19", "2026-03-18", "2026-03-12") };
        var scope = Build(request, "2026-03-20 12:00");
        Assert.Equal(Days("2026-03-12", "2026-03-18"), scope.Days);
        Assert.Equal(Days("2026-03-20"), scope.DaysNotDue);
        Assert.Equal(Days("2026-03-15", "2026-03-19"), scope.ClosedDays);
        Assert.Equal((Trading.Day("2026-03-12"), Trading.Day("2026-03-20")), (scope.From, scope.To));
        Assert.Equal([true, true, false, false], Days("2026-03-12", "2026-03-18", "2026-03-20", "2026-03-19").Select(scope.IsWholeMarket));
        Assert.False(scope.IsExplicit);
    }

    [Fact]
    public void A_retry_asks_for_single_stocks_and_for_whole_days_of_what_is_due()
    {
        RetryTarget[] targets =
        [
            new(s_code, Trading.Day("2026-03-12"), Trading.Day("2026-03-16")),
            new(null, Trading.Day("2026-03-18"), Trading.Day("2026-03-20")),
            new(null, Trading.Day("2026-03-05"), Trading.Day("2026-03-05")),
        ];
        var scope = Build(new SyncRequest { Kind = SyncKind.Retry }, "2026-03-20 12:00", targets);
        Assert.Equal(Days("2026-03-05", "2026-03-12", "2026-03-13", "2026-03-16", "2026-03-18"), scope.Days);
        Assert.Equal([true, false, false, false, true], scope.Days.Select(scope.IsWholeMarket));
        Assert.False(scope.IsWholeMarket(Trading.Day("2026-03-20")));
        Assert.Equal([new StockCoverage(s_code, Trading.Day("2026-03-12"), Trading.Day("2026-03-16"))], scope.Ranges);
        Assert.Equal((Trading.Day("2026-03-05"), Trading.Day("2026-03-20")), (scope.From, scope.To));
    }

    [Fact]
    public void Only_what_a_person_named_is_an_explicit_retry()
    {
        RetryTarget[] targets = [new(s_code, Trading.Day("2026-03-12"), Trading.Day("2026-03-12"))];
        var attempt = new ScheduledAttempt { AttemptId = "try", StartedAt = new(2026, 3, 20, 12, 0, 0, DateTimeKind.Utc) };
        Assert.True(Build(new SyncRequest { Kind = SyncKind.Retry, Targets = targets }, "2026-03-20 12:00", targets).IsExplicit);
        Assert.False(Build(new SyncRequest { Kind = SyncKind.Retry }, "2026-03-20 12:00", targets).IsExplicit);
        Assert.False(Build(new SyncRequest { Kind = SyncKind.Retry, Targets = targets, Attempt = attempt }, "2026-03-20 12:00", targets).IsExplicit);
    }

    static SyncScope Build(SyncRequest request, string now, RetryTarget[]? targets = null, SyncDay[]? known = null, int lookBack = 5)
    {
        var clock = Trading.At(now);
        var settings = new SyncSettings { LookBackDays = lookBack };
        var range = DateRange.Of(request, clock, settings, targets ?? []);
        return ScopeBuilder.Build(request, range, s_calendar, clock, settings, targets ?? [], known ?? []);
    }

    static SyncDay Known(string day, SyncDayStatus status) => new() { Date = Trading.Day(day).ToDateTime(TimeOnly.MinValue), Status = status };

    static DateOnly[] Days(params string[] days) => [.. days.Select(Trading.Day)];
}
