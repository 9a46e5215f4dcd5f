using StockSync.Engine.Fetching;
using Xunit;

namespace StockSync.Tests.Sync;

public class AdaptiveBatchTests
{
    [Theory]
    [InlineData(96, 600)]
    [InlineData(95, 500)]
    [InlineData(90, 500)]
    [InlineData(85, 500)]
    [InlineData(84, 400)]
    public void It_grows_above_95_percent_and_shrinks_below_85(int succeeded, int next)
    {
        var batch = new AdaptiveBatch(500, 100, 1000, 100);
        batch.Report(succeeded, 100);
        Assert.Equal(next, batch.Size);
    }

    [Fact]
    public void An_empty_batch_counts_as_good() => Assert.True(new AdaptiveBatch(500, 100, 1000, 100).Report(0, 0));

    [Fact]
    public void It_stays_between_its_bounds_and_tells_its_history()
    {
        var batch = new AdaptiveBatch(900, 100, 1000, 100);
        Assert.True(batch.Report(1, 1));
        Assert.False(batch.Report(1, 1));
        for (int i = 0; i < 20; i++)
            batch.Report(0, 1);
        Assert.Equal(100, batch.Size);
        Assert.StartsWith("900 1000 900 800", batch.History, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_stock_comes_exactly_once_for_any_sequence_of_rates()
    {
        for (int seed = 0; seed < 500; seed++)
        {
            var random = new Random(seed);
            var batch = new AdaptiveBatch(random.Next(1, 1200), 100, 1000, 100);
            int stocks = random.Next(0, 6000);
            var seen = new List<int>();
            for (int next = 0; next < stocks;)
            {
                int[] taken = [.. Enumerable.Range(next, Math.Min(batch.Size, stocks - next))];
                next += taken.Length;
                seen.AddRange(taken);
                batch.Report(random.Next(0, taken.Length + 1), taken.Length);
            }
            Assert.True(Enumerable.Range(0, stocks).SequenceEqual(seen), $"seed {seed}");
        }
    }
}
