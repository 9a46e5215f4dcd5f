using StockSync.Engine.Sources.Contract;
using StockSync.Engine.Stores.Contract;
using Xunit;

namespace StockSync.Tests.Stores;

/// <summary>The one day of a daily sync may be committed in a way of its own; what stands in the database is the same.</summary>
public abstract class SingleDayStoreContract : StoreContract
{
    static readonly DateOnly s_day = TestBars.FirstDay;

    [StoreFact]
    public async Task A_new_day_is_settled_as_one_of_many_is()
    {
        var next = s_day.AddDays(1);
        var single = await PrepareAndCommitAsync(Day(s_day, 20));
        var other = await PrepareAndCommitAsync(Day(next, 20) with { IsSingle = false });

        Assert.Equal(new RowCounts(20, 0, 0), single.Rows);
        Assert.Equal(new RowCounts(20, 0, 0), single.PerDay[s_day]);
        var (settled, expected) = (single.Days[0], other.Days[0]);
        Assert.Equal(
            (expected.Status, expected.Expected, expected.Stored, expected.Suspended, expected.Inserted, expected.Attempts, expected.Reason),
            (settled.Status, settled.Expected, settled.Stored, settled.Suspended, settled.Inserted, settled.Attempts, settled.Reason));
        Assert.Equal((SyncDayStatus.Completed, 2, 1), (settled.Status, settled.Suspended, settled.Attempts));
        Assert.Equivalent(single.Days.Concat(other.Days), await Store.Days.GetDaysAsync(s_day, next, None), strict: true);
        Assert.Equal("40", await Database.ScalarAsync("select count(*) from daily_stock_data"));
    }

    [StoreFact]
    public async Task Rows_that_were_there_after_all_are_left_or_changed_and_counted_so()
    {
        await PrepareAndCommitAsync(Commit(TestBars.Batch([s_day], 12)));
        var rows = TestBars.Batch([s_day], 20);
        rows[3].Close += 1;
        var result = await PrepareAndCommitAsync(Day(s_day, 20) with { Bars = rows });

        Assert.Equal(new RowCounts(8, 1, 11), result.Rows);
        var day = result.Days[0];
        Assert.Equal((SyncDayStatus.Completed, 8, 1, 11), (day.Status, day.Inserted, day.Updated, day.Unchanged));
    }

    [StoreFact]
    public async Task Rows_of_other_stocks_that_nobody_expected_are_in_the_count()
    {
        await PrepareAndCommitAsync(Commit(TestBars.Batch([s_day], 20, (_, code) => code.Number >= 600015)));
        var rows = TestBars.Batch([s_day], 15);
        var result = await PrepareAndCommitAsync(Day(s_day, 20) with { Bars = rows });

        Assert.Equal(new RowCounts(15, 0, 0), result.Rows);
        Assert.Equal((SyncDayStatus.Completed, 20), (result.Days[0].Status, result.Days[0].Stored + result.Days[0].Suspended));
    }

    [StoreFact]
    public async Task A_day_that_was_tried_before_has_one_more_attempt()
    {
        await Store.Bars.CommitAsync(Commit() with { Days = [new DayTally { Date = s_day, Expected = 20 }] }, None);
        var result = await PrepareAndCommitAsync(Day(s_day, 20));
        Assert.Equal((SyncDayStatus.Completed, 2), (result.Days[0].Status, result.Days[0].Attempts));
    }

    [StoreFact]
    public async Task A_good_row_takes_the_record_of_a_bad_one_away()
    {
        RejectedRow[] bad = [new(new(600000), s_day, "LowAboveClose", "x"), new(new(600900), s_day, "LowAboveClose", "y")];
        await Store.Bars.CommitAsync(Commit() with { Quarantined = bad }, None);
        await PrepareAndCommitAsync(Day(s_day, 20));
        Assert.Equal(1, await Store.Failures.CountQuarantinedAsync(None));
    }

    [StoreFact]
    public async Task A_day_with_too_few_rows_is_not_complete()
    {
        var result = await PrepareAndCommitAsync(Day(s_day, 19));
        Assert.Equal(SyncDayStatus.Partial, result.Days[0].Status);
    }

    // Made as the run makes it, without a look at the month before: it may have been dropped.
    [StoreFact]
    public async Task A_month_that_is_not_there_is_made()
    {
        var result = await Store.Bars.CommitAsync(Day(s_day, 20), None);
        Assert.Equal(SyncDayStatus.Completed, result.Days[0].Status);
    }

    static StoreCommit Day(DateOnly day, int stocks) => Commit(TestBars.Batch([day], stocks), expectNew: true) with
    {
        IsSingle = true,
        IsFirstAttempt = true,
        Days = [new DayTally { Date = day, Expected = 20 }],
    };
}
