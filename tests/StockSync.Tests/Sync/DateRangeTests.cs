using Microsoft.Extensions.Time.Testing;
using StockSync.Engine.Market;
using Xunit;

namespace StockSync.Tests.Sync;

public class DateRangeTests
{
    static readonly BeijingClock s_clock = new(new FakeTimeProvider(new DateTimeOffset(2026, 3, 31, 12, 0, 0, TimeSpan.Zero)));

    [Fact]
    public void Days_are_calendar_days_that_end_at_the_last_one()
    {
        Assert.Equal(new DateRange(new(2025, 4, 1), new(2026, 3, 31)), Of(new SyncRequest { Kind = SyncKind.Backfill }));
        Assert.Equal(
            new DateRange(new(2026, 3, 1), new(2026, 3, 10)),
            Of(new SyncRequest { Kind = SyncKind.Backfill, To = new(2026, 3, 10), Days = 10 }));
    }

    [Fact]
    public void A_range_that_would_begin_before_the_exchanges_did_begins_with_them() =>
        Assert.Equal(new(1990, 12, 19), Of(new SyncRequest { Kind = SyncKind.Backfill, To = new(1991, 1, 10) }).From);

    [Theory]
    [InlineData("1990-12-18", "2026-03-31", ErrorIds.DateOutOfRange, "1990-12-18")]
    [InlineData("2026-03-01", "2026-04-01", ErrorIds.DateOutOfRange, "2026-04-01")]
    [InlineData("2026-03-02", "2026-03-01", ErrorIds.RangeReversed, "2026-03-02")]
    public void A_bad_range_is_one_error_that_names_the_input_and_the_remedy(string from, string to, string id, string named)
    {
        var request = new SyncRequest { Kind = SyncKind.Backfill, From = DateOnly.Parse(from, null), To = DateOnly.Parse(to, null) };
        var error = Assert.Throws<StockSyncException>(() => Of(request));
        Assert.Equal(id, error.ErrorId);
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
        Assert.False(string.IsNullOrEmpty(error.Advice));
        Assert.False(error.IsTransient);
    }

    [Theory]
    [InlineData(1, "2026-03-31")]
    [InlineData(2, "2026-03-30")]
    [InlineData(31, "2026-03-01")]
    public void Days_count_back_from_today_itself_included(int days, string from) =>
        Assert.Equal(new DateRange(DateOnly.Parse(from, null), s_clock.Today), Of(new SyncRequest { Kind = SyncKind.Backfill, Days = days }));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Days_that_are_none_are_refused(int days)
    {
        var error = Assert.Throws<StockSyncException>(() => Of(new SyncRequest { Kind = SyncKind.Backfill, Days = days }));
        Assert.Equal(ErrorIds.DateOutOfRange, error.ErrorId);
        Assert.Contains($"{days}", error.Message, StringComparison.Ordinal);
        Assert.Contains("Days", error.Message, StringComparison.Ordinal);
        Assert.Equal($"{days}", error.Target);
    }

    [Fact]
    public void A_first_day_that_was_named_is_taken_as_it_is()
    {
        var request = new SyncRequest { Kind = SyncKind.Backfill, From = new(1990, 12, 19), To = new(2026, 3, 31) };
        Assert.Equal(new DateRange(request.From!.Value, request.To!.Value), Of(request));
        request = request with { To = request.From };
        Assert.Equal(new DateRange(request.From!.Value, request.From!.Value), Of(request));
    }

    [Fact]
    public void Named_days_reach_from_the_first_to_the_last_and_each_is_checked()
    {
        var request = new SyncRequest { Kind = SyncKind.Day, Dates = [new(2026, 3, 30), new(2026, 3, 2), new(2026, 3, 31)] };
        Assert.Equal(new DateRange(new(2026, 3, 2), new(2026, 3, 31)), Of(request));
        var error = Assert.Throws<StockSyncException>(() => Of(request with { Dates = [.. request.Dates, new(2026, 4, 1)] }));
        Assert.Equal((ErrorIds.DateOutOfRange, new DateTime(2026, 4, 1)), (error.ErrorId, error.Target));
        Assert.Contains("Date", error.Message, StringComparison.Ordinal);
        Assert.Throws<StockSyncException>(() => Of(request with { Dates = [new(1990, 12, 18)] }));
    }

    [Theory]
    [InlineData(5, "2026-02-19")]
    [InlineData(0, "2026-03-01")]
    [InlineData(100_000, "1990-12-19")]
    public void A_daily_run_reaches_over_the_longest_holiday_and_the_look_back_before_it(int lookBack, string from) =>
        Assert.Equal(
            new DateRange(DateOnly.Parse(from, null), s_clock.Today),
            DateRange.Of(new SyncRequest { Kind = SyncKind.Day }, s_clock, new SyncSettings { LookBackDays = lookBack }, []));

    [Fact]
    public void A_retry_reaches_over_all_that_is_open()
    {
        var request = new SyncRequest { Kind = SyncKind.Retry };
        RetryTarget[] targets =
        [
            new(new(600000), new(2026, 3, 10), new(2026, 3, 12)), new(null, new(2026, 3, 2), null), new(new(1), null, new(2026, 3, 20)), new(new(2), null, null),
        ];
        Assert.Equal(new DateRange(new(2026, 3, 2), new(2026, 3, 20)), DateRange.Of(request, s_clock, new SyncSettings(), targets));
        Assert.Equal(new DateRange(s_clock.Today, s_clock.Today), DateRange.Of(request, s_clock, new SyncSettings(), [new(new(2), null, null)]));
        var error = Assert.Throws<StockSyncException>(
            () => DateRange.Of(request, s_clock, new SyncSettings(), [new(null, new(2026, 3, 2), new(2026, 4, 1))]));
        Assert.Contains("From/To", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_day_is_checked_against_the_first_of_the_exchanges_and_today()
    {
        DateRange.Check(new(1990, 12, 19), "From", s_clock.Today);
        DateRange.Check(s_clock.Today, "From", s_clock.Today);
        var early = Assert.Throws<StockSyncException>(() => DateRange.Check(new(1990, 12, 18), "First", s_clock.Today));
        Assert.All((string[])["First", "1990-12-18", "1990-12-19"], word => Assert.Contains(word, early.Message, StringComparison.Ordinal));
        var late = Assert.Throws<StockSyncException>(() => DateRange.Check(new(2026, 4, 1), "Last", s_clock.Today));
        Assert.All((string[])["Last", "2026-04-01", "2026-03-31"], word => Assert.Contains(word, late.Message, StringComparison.Ordinal));
        Assert.Equal([ErrorKind.InvalidArgument, ErrorKind.InvalidArgument], new[] { early.Kind, late.Kind });
    }

    static DateRange Of(SyncRequest request) => DateRange.Of(request, s_clock, new SyncSettings(), []);
}
