using StockSync.Engine.Service;
using Xunit;

namespace StockSync.Tests.Sync;

public class RoundResultTests
{
    static readonly StockSyncException s_passing = new(ErrorIds.SourceTimeout, ErrorKind.Timeout, "first", isTransient: true);
    static readonly StockSyncException s_lasting = new(ErrorIds.SourceRejected, ErrorKind.InvalidArgument, "no");

    [Fact]
    public void What_passes_the_second_round_is_done_and_what_fails_it_has_all_its_attempts_counted()
    {
        var second = new RoundResult<int>([new UnitFailure<int>(2, s_lasting, s_lasting, 2)], [1]);
        var failure = Assert.Single(second.Left(First(1, 2)));
        Assert.Equal((2, 5, s_passing, s_lasting), (failure.Unit, failure.Attempts, failure.First, failure.Last));
    }

    [Fact]
    public void A_unit_that_a_stopped_second_round_did_not_come_to_has_still_failed_the_first()
    {
        var left = new RoundResult<int>([], [2]).Left(First(1, 2, 3));
        Assert.Equal([1, 3], left.Select(f => f.Unit));
        Assert.All(left, f => Assert.Equal(3, f.Attempts));
    }

    static UnitFailure<int>[] First(params int[] units) => [.. units.Select(u => new UnitFailure<int>(u, s_passing, s_passing, 3))];
}
