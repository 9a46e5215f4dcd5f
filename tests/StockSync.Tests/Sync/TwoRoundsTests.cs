using Microsoft.Extensions.Time.Testing;
using Polly;
using StockSync.Engine.Market;
using StockSync.Engine.RunState;
using StockSync.Engine.Service;
using StockSync.Tests.EndToEnd;
using Xunit;

namespace StockSync.Tests.Sync;

public class TwoRoundsTests
{
    static readonly StockSyncException s_passing = new(ErrorIds.SourceTimeout, ErrorKind.Timeout, "first", isTransient: true);
    static readonly StockSyncException s_lasting = new(ErrorIds.SourceRejected, ErrorKind.InvalidArgument, "no");

    [Fact]
    public async Task What_passes_the_second_round_is_done_and_what_fails_it_has_all_its_tries_counted()
    {
        var left = await SecondAsync([1, 2], units =>
        {
            Assert.Equal([1, 2], units);
            return new RoundResult<int>([new UnitFailure<int>(2, s_lasting, s_lasting, 2)], [1]);
        });
        var failure = Assert.Single(left);
        Assert.Equal((2, 5, s_passing, s_lasting), (failure.Unit, failure.Attempts, failure.First, failure.Last));
    }

    [Fact]
    public async Task A_unit_that_a_stopped_second_round_did_not_come_to_has_still_failed_the_first()
    {
        var left = await SecondAsync([1, 2, 3], _ => new RoundResult<int>([], [2]));
        Assert.Equal([1, 3], left.Select(f => f.Unit));
        Assert.All(left, f => Assert.Equal(3, f.Attempts));
    }

    static async Task<IReadOnlyList<UnitFailure<int>>> SecondAsync(int[] units, Func<IReadOnlyList<int>, RoundResult<int>> round)
    {
        var settings = new SyncSettings { SecondRoundDelay = TimeSpan.Zero };
        var clock = new BeijingClock(new FakeTimeProvider());
        using var governor = new Governor(settings, clock, "fake:1", null);
        await using var pool = new SessionPool(new FakeSource());
        using var joined = new JoinedWorkers(null, settings, clock, "r");
        var run = new RunContext
        {
            Request = new SyncRequest { Kind = SyncKind.Backfill },
            Settings = settings,
            // Neither is touched between two rounds.
            Store = null!,
            Units = null!,
            Clock = clock,
            Governor = governor,
            Pool = pool,
            SourceRetry = ResiliencePipeline.Empty,
            Stop = new RunStop(),
            Observer = new RecordingObserver(),
            RunId = "r",
            Limit = () => null,
            Joined = joined,
        };
        return await TwoRounds.SecondAsync(
            run, [.. units.Select(u => new UnitFailure<int>(u, s_passing, s_passing, 3))], again => Task.FromResult(round(again)), CancellationToken.None);
    }
}
