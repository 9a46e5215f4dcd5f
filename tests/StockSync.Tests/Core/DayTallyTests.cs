using StockSync.Engine.Stores.Contract;
using Xunit;

namespace StockSync.Tests.Core;

public class DayTallyTests
{
    static readonly DateOnly s_day = new(2026, 3, 2);

    [Fact]
    public void A_day_is_completed_when_the_table_holds_exactly_what_was_expected()
    {
        var day = Settle(new DayTally { Date = s_day, Expected = 3 }, rows: 3, suspended: 1);
        Assert.Equal(SyncDayStatus.Completed, day.Status);
        Assert.Equal((2, 1, 0), (day.Stored, day.Suspended, day.Missing));
        Assert.Null(day.Reason);
    }

    [Fact]
    public void Incident_zero_rows_are_never_a_completed_day()
    {
        Assert.Equal(SyncDayStatus.Failed, Settle(new DayTally { Date = s_day, Expected = 0 }, rows: 0).Status);
        Assert.Equal(SyncDayStatus.Failed, Settle(new DayTally { Date = s_day, Expected = 5192 }, rows: 0).Status);
        Assert.Equal(SyncDayStatus.Failed, Settle(new DayTally { Date = s_day, Expected = 1, MayBeEmpty = true }, rows: 0).Status);
        var empty = Settle(new DayTally { Date = s_day, Expected = 0, MayBeEmpty = true }, rows: 0);
        Assert.Equal((SyncDayStatus.Completed, null), (empty.Status, empty.Reason));
    }

    [Fact]
    public void Incident_a_record_that_says_more_or_less_than_the_table_is_not_a_completed_day()
    {
        Assert.Equal("1 missing", Settle(new DayTally { Date = s_day, Expected = 3 }, rows: 2).Reason);
        var more = Settle(new DayTally { Date = s_day, Expected = 3 }, rows: 4);
        Assert.Equal(SyncDayStatus.Partial, more.Status);
        Assert.Equal("1 rows not expected", more.Reason);
    }

    [Fact]
    public void Late_failed_and_quarantined_stocks_keep_a_day_open_and_are_told_apart()
    {
        var tally = new DayTally
        {
            Date = s_day,
            Expected = 6,
            Failed = 1,
            Exceptions =
            [
                new DayException(s_day, new StockCode(600000), StockState.Late, "BarLate"),
                new DayException(s_day, new StockCode(600001), StockState.Quarantined, "LowAboveHigh"),
                new DayException(s_day, new StockCode(600002), StockState.NotListed, "NotListed"),
            ],
        };
        var day = Settle(tally, rows: 3);
        Assert.Equal(SyncDayStatus.Partial, day.Status);
        Assert.Equal((1, 1, 1, 0), (day.Late, day.Failed, day.Quarantined, day.Missing));
        Assert.Equal("1 late, 1 failed, 1 quarantined", day.Reason);
    }

    static SyncDay Settle(DayTally tally, int rows, int suspended = 0) =>
        tally.Settle(rows, suspended, default, null, "run", new DateTime(2026, 3, 2, 12, 0, 0, DateTimeKind.Utc));
}
