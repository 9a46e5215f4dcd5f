using Microsoft.Data.Sqlite;
using StockSync.Engine.Market;
using StockSync.Engine.Stores;
using StockSync.MarketServer;
using Xunit;

namespace StockSync.Tests.EndToEnd;

/// <summary>What a run leaves of itself in its record.</summary>
public class RunCountTests
{
    static readonly DateOnly s_from = new(2024, 1, 2);
    static readonly DateOnly s_to = new(2024, 1, 19);

    [Fact]
    public async Task A_run_counts_its_rows_its_times_and_what_went_wrong_on_the_way()
    {
        await using var rig = await StartAsync();
        rig.Service.Faults.Add("98 skip 2 x1 drop");
        rig.Service.Faults.Add("98 skip 5 x1 error 10005001");

        await rig.RunAsync(Backfill() with { Attempt = new ScheduledAttempt { AttemptId = "t1", Slot = "20:00", StartedAt = default } });

        var run = Assert.Single(await rig.RunsAsync());
        var days = await rig.CheckpointAsync();
        Assert.Equal(("20:00", null, SyncRunStatus.Completed), (run.Slot, run.ErrorId, run.Status));
        Assert.Equal((2, 2), (run.SourceErrors, run.Retries));
        Assert.Equal(days.Sum(d => d.Expected), run.Expected);
        Assert.Equal((days.Sum(d => d.Stored), days.Sum(d => d.Suspended), 0L, 0L), (run.Stored, run.Suspended, run.Late, run.Failed));
        Assert.InRange(run.LatencyP50!.Value, 0.0001, run.LatencyP95!.Value);
        Assert.InRange(run.FetchTime, TimeSpan.FromTicks(1), run.Duration!.Value);
        Assert.InRange(run.StoreTime, TimeSpan.FromTicks(1), run.Duration!.Value);
        // Two waits of at least the settings' least.
        Assert.InRange(run.WaitTime, 2 * rig.Settings.RetryMinDelay, run.Duration!.Value);
    }

    [Fact]
    public async Task A_run_that_an_error_ended_keeps_its_id()
    {
        await using var rig = await StartAsync();
        rig.Service.Faults.Add("98 skip 2 x* error 10001011");

        await Assert.ThrowsAsync<StockSyncException>(() => rig.RunAsync(Backfill()));

        var run = Assert.Single(await rig.RunsAsync());
        Assert.Equal((SyncRunStatus.Failed, ErrorIds.SourceBanned, 1), (run.Status, run.ErrorId, run.SourceErrors));
        Assert.Null(run.Slot);
    }

    [Fact]
    public async Task The_databases_size_is_remembered_for_the_day_and_cannot_fail_the_run()
    {
        await using var rig = await StartAsync();
        await rig.RunAsync(Backfill() with { To = s_from.AddDays(5) });
        await using var store = StoreFactory.Open(rig.Settings, rig.Time);
        var today = new BeijingClock(rig.Time).Today;
        var size = Assert.Single(await store.History.GetSizesAsync(today.AddDays(-1), default));
        Assert.Equal(((await store.InspectAsync(default)).SizeBytes, true), (size.Bytes, size.Day >= today.AddDays(-1)));

        await using (var connection = new SqliteConnection($"Data Source={rig.Settings.Database};Pooling=False"))
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = "create trigger no before insert on sync_size begin select raise(abort, 'no'); end";
            await command.ExecuteNonQueryAsync();
        }
        var seen = await rig.RunAsync(Backfill());

        Assert.Empty(seen.Warnings);
        Assert.Equal(SyncRunStatus.Completed, (await rig.RunsAsync())[0].Status);
        Assert.Equal(size, Assert.Single(await store.History.GetSizesAsync(today.AddDays(-1), default)));
    }

    static SyncRequest Backfill() => new() { Kind = SyncKind.Backfill, From = s_from, To = s_to, Shape = RequestShape.MarketDay };

    static Task<EngineRig> StartAsync() => EngineRig.StartAsync(new MadeUpMarket(seed: 7, stocks: 20, s_from, s_to));
}
