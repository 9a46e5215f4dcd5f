using StockSync.Engine.Stores.Contract;
using Xunit;

namespace StockSync.Tests.Stores;

/// <summary>Checkpoints, exceptions, coverage, failures and quarantine: what a commit says about days and stocks.</summary>
public abstract class CheckpointStoreContract : StoreContract
{
    static readonly DateOnly s_day = TestBars.FirstDay;
    static readonly DateTime s_midnight = s_day.ToDateTime(TimeOnly.MinValue);

    [StoreFact]
    public async Task A_day_is_complete_only_when_the_table_holds_what_was_expected()
    {
        var result = await PrepareAndCommitAsync(Commit(TestBars.Batch([s_day], 20)) with { Days = [Tally(20)] });

        var day = Assert.Single(result.Days);
        Assert.Equal((SyncDayStatus.Completed, 20, 18, 2), (day.Status, day.Expected, day.Stored, day.Suspended));
        Assert.Null(day.Reason);
        Assert.Equivalent(day, Assert.Single(await Store.Days.GetDaysAsync(null, null, None)), strict: true);
    }

    [StoreFact]
    public async Task A_day_that_was_told_complete_with_fewer_rows_in_the_table_is_partial()
    {
        var result = await PrepareAndCommitAsync(Commit(TestBars.Batch([s_day], 19)) with { Days = [Tally(20)] });

        var day = Assert.Single(result.Days);
        Assert.Equal((SyncDayStatus.Partial, 1, "1 missing"), (day.Status, day.Missing, day.Reason));
    }

    [StoreFact]
    public async Task Rows_of_earlier_commits_count_for_the_day()
    {
        await PrepareAndCommitAsync(Commit(TestBars.Batch([s_day], 20, (_, code) => code.Number % 2 == 0)));

        var result = await PrepareAndCommitAsync(Commit(TestBars.Batch([s_day], 20, (_, code) => code.Number % 2 == 1)) with
        {
            Days = [Tally(20)],
            EarlierCounts = new Dictionary<DateOnly, RowCounts> { [s_day] = new(10, 1, 2) },
        });

        var day = Assert.Single(result.Days);
        Assert.Equal(SyncDayStatus.Completed, day.Status);
        Assert.Equal((20, 1, 2), (day.Inserted, day.Updated, day.Unchanged));
        Assert.Equal(new RowCounts(10, 0, 0), result.Rows);
    }

    [StoreFact]
    public async Task A_day_without_any_row_is_failed_and_attempts_add_up()
    {
        await Store.Bars.CommitAsync(Commit() with { Days = [Tally(5)] }, None);
        var result = await Store.Bars.CommitAsync(Commit() with { Days = [Tally(5) with { Failed = 1 }] }, None);

        var day = Assert.Single(result.Days);
        Assert.Equal((SyncDayStatus.Failed, 2, 1), (day.Status, day.Attempts, day.Failed));
    }

    [StoreFact]
    public async Task Exceptions_of_a_settled_day_are_replaced_and_those_of_other_days_stay()
    {
        var next = s_day.AddDays(1);
        await PrepareAndCommitAsync(Commit(TestBars.Batch([s_day, next], 3)) with
        {
            Days =
            [
                Tally(5, Gone(600003, StockState.Late), Gone(600004, StockState.Quarantined)),
                new DayTally { Date = next, Expected = 4, Exceptions = [new(next, new(600003), StockState.Quarantined, "LowAboveClose")] },
            ],
        });

        await PrepareAndCommitAsync(Commit() with { Days = [Tally(4, Gone(600004, StockState.Late), Gone(600009, StockState.NotListed))] });

        var exceptions = await ExceptionsAsync(s_day, next);
        Assert.Equal(
            [
                Gone(600004, StockState.Late), Gone(600009, StockState.NotListed),
                new DayException(next, new(600003), StockState.Quarantined, "LowAboveClose"),
            ],
            exceptions);
        Assert.Equal(["1 late", "1 quarantined"], (await Store.Days.GetDaysAsync(s_day, next, None)).Select(day => day.Reason));
    }

    [StoreFact]
    public async Task Forgotten_days_lose_checkpoint_and_exceptions_and_keep_their_bars()
    {
        var days = TestBars.Days(3);
        await PrepareAndCommitAsync(Commit(TestBars.Batch(days, 2)) with
        {
            Days = [.. days.Select(day => new DayTally { Date = day, Expected = 3, Exceptions = [new(day, new(600002), StockState.Late, "BarLate")] })],
        });

        Assert.Equal(2, await Store.Days.DeleteDaysAsync([days[0], days[2], new(1999, 1, 1), days[0]], None));
        Assert.Equal(0, await Store.Days.DeleteDaysAsync([], None));

        Assert.Equal(days[1], DateOnly.FromDateTime(Assert.Single(await Store.Days.GetDaysAsync(null, null, None)).Date));
        Assert.Equal(days[1], Assert.Single(await ExceptionsAsync(days[0], days[2])).Date);
        Assert.Equal("6", await Database.ScalarAsync("select count(*) from daily_stock_data"));
    }

    [StoreFact]
    public async Task Days_are_read_by_open_and_closed_ranges()
    {
        var days = TestBars.Days(4);
        await Store.Bars.CommitAsync(Commit() with { Days = [.. days.Reverse().Select(day => new DayTally { Date = day, Expected = 3 })] }, None);

        Assert.Equal(4, (await Store.Days.GetDaysAsync(null, null, None)).Count);
        Assert.Equal(days.Skip(2), (await Store.Days.GetDaysAsync(days[2], null, None)).Select(day => DateOnly.FromDateTime(day.Date)));
        Assert.Equal(days.Take(2), (await Store.Days.GetDaysAsync(null, days[1], None)).Select(day => DateOnly.FromDateTime(day.Date)));
    }

    [StoreFact]
    public async Task Coverage_of_stocks_is_kept_until_it_is_cleared()
    {
        StockCoverage first = new(new(600000), s_day, s_day.AddDays(9)), second = new(new(600001), s_day, s_day.AddDays(9));
        await Store.Bars.CommitAsync(Commit() with { Covered = [first] }, None);
        await Store.Bars.CommitAsync(Commit() with { Covered = [second, first] }, None);

        var today = Beijing.Day(Commit().Now);
        Assert.Equal([first, second], await Store.Days.GetCoverageAsync(today, None));

        // What was answered yesterday is no answer of today, and over with the first one.
        Assert.Empty(await Store.Days.GetCoverageAsync(today.AddDays(1), None));
        await Store.Bars.CommitAsync(Commit() with { Now = Commit().Now.AddDays(1), Covered = [second] }, None);
        Assert.Equal([second], await Store.Days.GetCoverageAsync(today.AddDays(1), None));
        Assert.Empty(await Store.Days.GetCoverageAsync(today, None));

        await Store.Bars.CommitAsync(Commit() with { ClearCoverage = true }, None);
        Assert.Empty(await Store.Days.GetCoverageAsync(today.AddDays(1), None));
    }

    [StoreFact]
    public async Task Failures_add_up_their_attempts_and_keep_the_first_error()
    {
        await Store.Bars.CommitAsync(Commit() with { Failures = [Failed(600000, 5)] }, None);
        await Store.Bars.CommitAsync(
            new StoreCommit { Now = Now.AddHours(1), Failures = [Again("SourceError", "other", 2)] }, None);

        var failure = Assert.Single(await Store.Failures.GetFailuresAsync(None));
        Assert.Equal(("600000", Exchange.SH, 5, "SourceError"), (failure.Code, failure.Exchange, failure.Attempts, failure.Reason));
        Assert.Equal(("first", "other"), (failure.FirstError, failure.LastError));
        Assert.Equal((Now, Now.AddHours(1)), (failure.FirstFailedAt, failure.LastFailedAt));
        Assert.Equal((s_midnight, s_midnight.AddDays(5)), (failure.From, failure.To));
        Assert.Equal((DateTimeKind.Utc, DateTimeKind.Unspecified), (failure.LastFailedAt.Kind, failure.From.Kind));
    }

    [StoreFact]
    public async Task A_success_closes_the_failures_inside_its_range_and_keeps_those_that_stick_out()
    {
        await Store.Bars.CommitAsync(
            Commit() with { Failures = [Failed(600000), Failed(600000, 5), Failed(600001)] },
            None);

        await Store.Bars.CommitAsync(Commit() with { Resolved = [new(new(600000), s_day.AddDays(-1), s_day.AddDays(4))] }, None);

        Assert.Equal(
            [("600000", 5.0), ("600001", 0.0)],
            (await Store.Failures.GetFailuresAsync(None)).Select(failure => (failure.Code, (failure.To - failure.From).TotalDays)));
    }

    [StoreFact]
    public async Task The_failure_of_a_whole_market_day_is_closed_by_the_whole_market_only()
    {
        var failure = new FailedStock
        {
            Code = FailedStock.WholeMarket, From = s_midnight, To = s_midnight, Reason = ErrorIds.SourceTimeout, FirstError = "x",
        };
        await Store.Bars.CommitAsync(Commit() with { Failures = [failure, Failed(600000)] }, None);
        var open = await Store.Failures.GetFailuresAsync(None);
        Assert.Equal([("*", null), ("600000", (Exchange?)Exchange.SH)], open.Select(f => (f.Code, f.Exchange)));

        await Store.Bars.CommitAsync(Commit() with { Resolved = [new(new(600000), s_day, s_day)] }, None);
        Assert.Equal("*", Assert.Single(await Store.Failures.GetFailuresAsync(None)).Code);

        await Store.Bars.CommitAsync(Commit() with { Failures = [Failed(600000)], Resolved = [new(default, s_day, s_day)] }, None);
        Assert.Equal("600000", Assert.Single(await Store.Failures.GetFailuresAsync(None)).Code);
    }

    [StoreFact]
    public async Task A_row_set_aside_is_recorded_until_a_good_row_of_its_key_comes()
    {
        await Store.Bars.CommitAsync(
            Commit() with
            {
                Quarantined =
                [
                    new(new(600000), s_day, "LowAboveClose", "sh.600000,'; drop table stock;--\0"),
                    new(new(600001), s_day, "LowAboveClose", "x"),
                ],
            },
            None);
        Assert.Equal("2", await Database.ScalarAsync("select count(*) from sync_quarantine"));

        await PrepareAndCommitAsync(Commit(TestBars.Batch([s_day], 1)));

        Assert.Equal("600001", await Database.ScalarAsync("select stock_code from sync_quarantine"));
    }

    [StoreFact]
    public async Task Texts_from_outside_are_stored_as_they_are()
    {
        const string text = "it's \"é\" 中文 \\ 100% {0} @rows $1 \u001b[31m";
        await Store.Bars.CommitAsync(Commit() with { Failures = [Again("SourceError", text, 1)] }, None);

        Assert.Equal(text, Assert.Single(await Store.Failures.GetFailuresAsync(None)).LastError);
    }

    [StoreFact]
    public async Task A_run_over_a_year_is_settled_in_one_commit()
    {
        var days = TestBars.Days(400);
        var tallies = days.Select(day => new DayTally
        {
            Date = day,
            Expected = 10,
            Exceptions = [.. Enumerable.Range(0, 10).Select(i => new DayException(day, new(600000 + i), StockState.Late, "SourceTimeout"))],
        });

        var result = await Store.Bars.CommitAsync(Commit() with { Days = [.. tallies] }, None);

        Assert.Equal(400, result.Days.Count);
        Assert.Equal(4000, (await ExceptionsAsync(days[0], days[^1])).Count);
    }

    // The recorded intervals, day by day: the tests' days follow each other.
    async Task<List<DayException>> ExceptionsAsync(DateOnly from, DateOnly to) =>
    [
        .. (await Store.Absences.GetAbsencesAsync(from, to, None))
            .SelectMany(a => Enumerable.Range(0, a.To.DayNumber - a.From.DayNumber + 1).Select(i => a.On(a.From.AddDays(i))))
            .Where(e => from <= e.Date && e.Date <= to).OrderBy(e => e.Date).ThenBy(e => e.Code),
    ];

    static DayTally Tally(int expected, params DayException[] exceptions) => new() { Date = s_day, Expected = expected, Exceptions = exceptions };

    static DayException Gone(int code, StockState state) => new(s_day, new(code), state, "because");

    static FailedStock Again(string reason, string error, int attempts) => new()
    {
        Code = "600000",
        Exchange = Exchange.SH,
        From = s_midnight,
        To = s_midnight.AddDays(5),
        Reason = reason,
        Attempts = attempts,
        LastError = error,
    };
}
