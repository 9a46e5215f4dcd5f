using Microsoft.Extensions.Time.Testing;
using StockSync.Engine.Sync;
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

    static DateRange Of(SyncRequest request) => DateRange.Of(request, s_clock, new SyncSettings(), []);
}
