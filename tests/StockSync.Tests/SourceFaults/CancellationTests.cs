using System.Diagnostics;
using StockSync.MarketServer;
using StockSync.Tests.EndToEnd;
using StockSync.Tests.Soak;
using Xunit;

namespace StockSync.Tests.SourceFaults;

/// <summary>A run that its user stops at any moment: back soon, on record, with nothing half done, and able to go on.</summary>
public class CancellationTests
{
    static readonly DateOnly s_from = new(2024, 1, 2);
    static readonly DateOnly s_to = new(2024, 2, 29);

    // A quarter each: two shapes, one worker and three.
    static readonly int s_stops = CaseCount.Of("STOCKSYNC_TEST_STOPS", 100) / 4;

    [Theory]
    [InlineData(RequestShape.MarketDay, 1)]
    [InlineData(RequestShape.MarketDay, 3)]
    [InlineData(RequestShape.StockRange, 1)]
    [InlineData(RequestShape.StockRange, 3)]
    public async Task A_run_stopped_at_a_random_frame_or_commit_is_back_at_once_and_can_be_resumed(RequestShape shape, int throttle)
    {
        using var report = new FaultReport("F23", "stopped at a random frame or commit");
        var random = new Random(throttle * 100 + (int)shape);
        var rig = await StartAsync(throttle);
        try
        {
            for (int i = 0; i < s_stops; i++)
            {
                bool wasComplete = await StopAsync(rig, shape, random);
                await StoredRows.AssertSoundAsync(rig, s_from, s_to);
                if (!wasComplete)
                    continue;
                // All there: the next stops need a database with something left to do.
                await TruthChecker.AssertEqualAsync(rig, s_from, s_to);
                await rig.DisposeAsync();
                rig = await StartAsync(throttle);
            }
            await rig.BackfillAsync(s_from, s_to, shape);
            await TruthChecker.AssertEqualAsync(rig, s_from, s_to);
            Assert.All(await rig.CheckpointAsync(), d => Assert.Equal(SyncDayStatus.Completed, d.Status));
        }
        finally
        {
            await rig.DisposeAsync();
        }
        report.Right(s_stops);
    }

    // Stops a run somewhere; true when it reached its end before.
    static async Task<bool> StopAsync(EngineRig rig, RequestShape shape, Random random)
    {
        using var stop = new CancellationTokenSource();
        long stopped = 0;
        void Stop()
        {
            Interlocked.CompareExchange(ref stopped, Stopwatch.GetTimestamp(), 0);
            stop.Cancel();
        }

        bool atFrame = random.Next(2) == 0;
        int at = random.Next(1, atFrame ? 25 : 12);
        rig.Wrap = source => new HookedSource(source, call =>
        {
            if (atFrame && call == at)
                Stop();
        });
        int days = 0;
        var observer = new RecordingObserver
        {
            OnDay = day =>
            {
                if (!atFrame && day.RunId is not null && Interlocked.Increment(ref days) == at)
                    Stop();
            },
        };
        int before = (await rig.RunsAsync()).Count;
        var request = new SyncRequest { Kind = SyncKind.Backfill, From = s_from, To = s_to, Shape = shape };
        var error = await Record.ExceptionAsync(() => rig.RunAsync(request, observer, stop.Token).WaitAsync(TimeSpan.FromSeconds(60)));
        rig.Wrap = source => source;
        if (error is null)
            return true;
        Assert.True(error is OperationCanceledException, error.ToString());
        Assert.True(Stopwatch.GetElapsedTime(stopped) < TimeSpan.FromSeconds(10), $"back after {Stopwatch.GetElapsedTime(stopped)}");
        // Stopped before the tables were made there is nothing to record it in.
        var runs = await rig.RunsAsync();
        Assert.All(runs, r => Assert.NotEqual(SyncRunStatus.Running, r.Status));
        if (runs.Count > before)
            Assert.Equal((SyncRunStatus.Stopped, true), (runs[0].Status, runs[0].EndedAt is not null));
        return false;
    }

    static async Task<EngineRig> StartAsync(int throttle)
    {
        var rig = await EngineRig.StartAsync(
            new MadeUpMarket(seed: 47, stocks: 15, s_from, s_to), new MarketServerOptions { MaxConnections = throttle });
        rig.Settings = rig.Settings with { ThrottleLimit = throttle, CommitDays = 2, CommitRows = 100 };
        return rig;
    }
}
