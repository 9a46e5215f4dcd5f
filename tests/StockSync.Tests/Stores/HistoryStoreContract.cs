using StockSync.Engine.Stores.Contract;
using Xunit;

namespace StockSync.Tests.Stores;

/// <summary>What operation leaves behind: tries, runs over time, sizes, requests.</summary>
public abstract class HistoryStoreContract : StoreContract
{
    const string Service = "public-api.baostock.com:10030";
    static readonly DateOnly s_day = new(2024, 3, 1);

    [StoreFact]
    public async Task A_try_is_kept_with_everything_it_says()
    {
        var made = new ScheduledAttempt
        {
            AttemptId = "t1", Slot = "20:00", Number = 1, Date = s_day.ToDateTime(default), DueAt = Now, StartedAt = Now.AddSeconds(3),
            EndedAt = Now.AddMinutes(2), Outcome = AttemptOutcome.Partial, ExitCode = 2, Missed = 4, RunId = "r1", Expected = 5200, Succeeded = 5190,
            Failed = 10, ErrorId = ErrorIds.SourceTimeout, Message = "10 只股票失败", NextAt = Now.AddHours(2), Host = "box",
        };

        await Store.History.SaveAttemptAsync(made, AlertChanges.None, None);

        Assert.Equal(made, Assert.Single(await Store.History.GetAttemptsAsync(Now, 10, None)));
    }

    [StoreFact]
    public async Task A_try_recorded_again_is_replaced_whole()
    {
        await Store.History.SaveAttemptAsync(Try("t1", 0) with { RunId = "r1", Slot = "20:00" }, AlertChanges.None, None);
        var ended = Try("t1", 0) with { EndedAt = Now.AddMinutes(1), Outcome = AttemptOutcome.NothingDue, Host = "box" };

        await Store.History.SaveAttemptAsync(ended, AlertChanges.None, None);

        Assert.Equal(ended, Assert.Single(await Store.History.GetAttemptsAsync(DateTime.MinValue, 10, None)));
    }

    [StoreFact]
    public async Task Tries_since_an_instant_come_newest_first_and_no_more_than_asked_for()
    {
        for (int hour = 0; hour < 5; hour++)
            await Store.History.SaveAttemptAsync(Try($"t{hour}", hour), AlertChanges.None, None);

        Assert.Equal(["t4", "t3"], (await Store.History.GetAttemptsAsync(Now.AddHours(3), 10, None)).Select(t => t.AttemptId));
        Assert.Equal(["t4"], (await Store.History.GetAttemptsAsync(Now.AddHours(3), 1, None)).Select(t => t.AttemptId));
        Assert.Empty(await Store.History.GetAttemptsAsync(Now.AddHours(4).AddMilliseconds(1), 10, None));
    }

    [StoreFact]
    public async Task Runs_since_an_instant_come_newest_first_and_all_are_added_up()
    {
        Assert.Equal(new RunTotals(0, 0, 0), await Store.Runs.GetTotalsAsync(None));
        for (int hour = 0; hour < 5; hour++)
            await Store.Runs.AddRunAsync(Run($"r{hour}", Now.AddHours(hour)), None);

        Assert.Equal(["r4", "r3", "r2"], (await Store.Runs.GetRunsSinceAsync(Now.AddHours(2), None)).Select(r => r.RunId));
        Assert.Equal(5, (await Store.Runs.GetRunsSinceAsync(DateTime.MinValue, None)).Count);
        var counters = new RunCounters { Retries = 3 };
        await PrepareAndCommitAsync(Commit(TestBars.Batch(TestBars.Days(1), 4)) with { RunId = "r1", Counters = counters });
        await Store.Runs.EndRunAsync(new RunEnd { RunId = "r2", Status = SyncRunStatus.Failed, Counters = new RunCounters { Retries = 4 }, Now = Now }, None);
        Assert.Equal(new RunTotals(5, 4, 7), await Store.Runs.GetTotalsAsync(None));
    }

    [StoreFact]
    public async Task Of_a_days_sizes_the_last_one_stays()
    {
        await Store.History.PutSizeAsync(s_day.AddDays(9), null, None);
        await Store.History.PutSizeAsync(s_day, 5_000_000_000, None);
        await Store.History.PutSizeAsync(s_day.AddDays(2), 7, None);
        await Store.History.PutSizeAsync(s_day, 6_000_000_000, None);
        await Store.History.PutSizeAsync(s_day.AddDays(-1), 1, None);

        var sizes = await Store.History.GetSizesAsync(s_day, None);
        Assert.Equal([new(s_day, 6_000_000_000), new DaySize(s_day.AddDays(2), 7)], sizes.SkipLast(1));
        // Measured by the database itself.
        Assert.Equal(s_day.AddDays(9), sizes[^1].Day);
        Assert.InRange(sizes[^1].Bytes, 10_000, 1_000_000_000);
    }

    [StoreFact]
    public async Task Requests_are_told_by_day_and_of_one_service_only()
    {
        await Store.Services.ReserveRequestsAsync(Service, s_day.AddDays(-1), 1, 100, None);
        await Store.Services.ReserveRequestsAsync(Service, s_day.AddDays(1), 20, 100, None);
        await Store.Services.ReserveRequestsAsync(Service, s_day, 30, 100, None);
        await Store.Services.ReserveRequestsAsync(Service, s_day, -10, 100, None);
        await Store.Services.ReserveRequestsAsync("other:1", s_day, 7, 100, None);

        Assert.Equal([new(s_day, 20), new DayRequests(s_day.AddDays(1), 20)], await Store.Services.GetRequestsAsync(Service, s_day, None));
    }

    [StoreFact]
    public async Task Bars_set_aside_are_counted()
    {
        Assert.Equal(0, await Store.Failures.CountQuarantinedAsync(None));
        await Store.Bars.CommitAsync(
            Commit() with
            {
                Quarantined = [new(new(600000), s_day, "LowAboveClose", "x"), new(new(600001), s_day, "LowAboveClose", "y")],
            },
            None);

        Assert.Equal(2, await Store.Failures.CountQuarantinedAsync(None));
    }

    [StoreFact]
    public async Task A_run_is_recorded_with_what_it_counted()
    {
        var run = new SyncRun
        {
            RunId = "r1", Kind = SyncKind.Day, Status = SyncRunStatus.Running, StartedAt = Now, LastSeenAt = Now, Slot = "22:00",
            Expected = 6_000_000_000, Stored = 5, Suspended = 4, Late = 3, Failed = 2, SourceErrors = 7, LatencyP50 = 0.25,
            LatencyP95 = 1.5, FetchTime = TimeSpan.FromSeconds(61.25), StoreTime = TimeSpan.FromSeconds(2.5),
            WaitTime = TimeSpan.FromSeconds(0.5), ErrorId = ErrorIds.SourceError,
        };

        await Store.Runs.AddRunAsync(run, None);

        Assert.Equivalent(run, Assert.Single(await Store.Runs.GetRunsSinceAsync(Now, None)), strict: true);
    }

    [StoreFact]
    public async Task The_rows_of_a_runs_days_are_counted_in_them_and_its_times_are_totals()
    {
        var lease = await StartRunAsync("r1");
        var days = TestBars.Days(2);
        var commit = Commit(TestBars.Batch(days, 20)) with
        {
            RunId = "r1", Lease = lease,
            Days =
            [
                new DayTally { Date = days[0], Expected = 20 },
                new DayTally { Date = days[1], Expected = 25, Failed = 3, Exceptions = [new(days[1], new(600900), StockState.Late, "BarLate")] },
            ],
            Counters = new RunCounters
            {
                SourceErrors = 4, LatencyP50 = 0.5, LatencyP95 = 2, FetchTime = TimeSpan.FromSeconds(9), StoreTime = TimeSpan.FromSeconds(3),
                WaitTime = TimeSpan.FromSeconds(2),
            },
        };

        await PrepareAndCommitAsync(commit);
        await PrepareAndCommitAsync(commit);
        await Store.Runs.EndRunAsync(new RunEnd { RunId = "r1", Status = SyncRunStatus.Partial, Now = Now.AddMinutes(5) }, None);

        var run = Assert.Single(await Store.Runs.GetRunsSinceAsync(Now, None));
        Assert.Equal((45L, 36L, 4L, 1L, 3L), (run.Expected, run.Stored, run.Suspended, run.Late, run.Failed));
        Assert.Equal((4, 0.5, 2.0), (run.SourceErrors, run.LatencyP50, run.LatencyP95));
        Assert.Equal((9.0, 3.0, 2.0), (run.FetchTime.TotalSeconds, run.StoreTime.TotalSeconds, run.WaitTime.TotalSeconds));
        Assert.Null(run.ErrorId);
    }

    static ScheduledAttempt Try(string id, int hour) => new() { AttemptId = id, StartedAt = Now.AddHours(hour) };

    static SyncRun Run(string id, DateTime startedAt) => new()
    {
        RunId = id, Kind = SyncKind.Day, Status = SyncRunStatus.Completed, StartedAt = startedAt,
    };
}
