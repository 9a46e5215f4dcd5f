using StockSync.MarketServer;
using StockSync.Tests.EndToEnd;
using StockSync.Tests.Soak;
using Xunit;

namespace StockSync.Tests.SourceFaults;

/// <summary>An error that nobody foresaw, in any call of the source: it costs its unit, never the others and never the process.</summary>
public class UnexpectedErrorTests
{
    static readonly DateOnly s_from = new(2024, 1, 2);
    static readonly DateOnly s_to = new(2024, 1, 9);

    public static TheoryData<string, RequestShape, int, bool> Faults
    {
        get
        {
            var faults = new TheoryData<string, RequestShape, int, bool>();
            foreach (string exception in (string[])[nameof(InvalidOperationException), nameof(OutOfMemoryException)])
            {
                foreach (var shape in (RequestShape[])[RequestShape.MarketDay, RequestShape.StockRange])
                {
                    faults.Add(exception, shape, 1, false);
                    faults.Add(exception, shape, 3, true);
                }
            }
            return faults;
        }
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Whichever_call_of_the_source_breaks_the_others_go_on_and_the_next_run_completes(
        string exception, RequestShape shape, int throttle, bool isPersistent)
    {
        using var report = new FaultReport("F24", "an exception nobody foresaw, at each call");
        // Three calls before the first bar: the session, the stock list, the calendar.
        int calls = await CountCallsAsync(shape);
        Assert.InRange(calls, 8, 30);
        for (int n = 1; n <= calls; n++)
        {
            await using var rig = await StartAsync(throttle);
            rig.Wrap = source => new HookedSource(source, call =>
            {
                if (call == n || isPersistent && call > n)
                    throw New(exception);
            });
            var observer = new RecordingObserver();
            var error = await Record.ExceptionAsync(() => rig.RunAsync(Backfill(shape), observer).WaitAsync(TimeSpan.FromSeconds(30)));
            Assert.True(error is null or StockSyncException, $"call {n}: {error}");
            if (error is null && !isPersistent)
            {
                // The unit that met it, or the one row of facts behind it, is all that is missing.
                Assert.InRange(observer.Errors.Count, 0, 1);
                Assert.All(observer.Errors, e => Assert.Equal(ErrorIds.Unexpected, e.ErrorId));
            }
            Assert.All(await rig.RunsAsync(), r => Assert.NotEqual(SyncRunStatus.Running, r.Status));
            await StoredRows.AssertSoundAsync(rig, s_from, s_to);

            rig.Wrap = source => source;
            await rig.BackfillAsync(s_from, s_to, shape);
            await TruthChecker.AssertEqualAsync(rig, s_from, s_to);
        }
        report.Right(calls);
    }

    static async Task<int> CountCallsAsync(RequestShape shape)
    {
        await using var rig = await StartAsync(throttle: 1);
        int calls = 0;
        rig.Wrap = source => new HookedSource(source, call => calls = call);
        await rig.BackfillAsync(s_from, s_to, shape);
        return calls;
    }

    // The runtime keeps the other one for itself; this is one of them.
    static Exception New(string exception) => exception == nameof(OutOfMemoryException)
        ? new InsufficientMemoryException("no room")
        : new InvalidOperationException("nobody foresaw this");

    static SyncRequest Backfill(RequestShape shape) => new() { Kind = SyncKind.Backfill, From = s_from, To = s_to, Shape = shape };

    static async Task<EngineRig> StartAsync(int throttle)
    {
        var rig = await EngineRig.StartAsync(
            new MadeUpMarket(seed: 31, stocks: 8, s_from, s_to), new MarketServerOptions { MaxConnections = throttle });
        rig.Settings = rig.Settings with { ThrottleLimit = throttle };
        return rig;
    }
}
