using StockSync.Engine.Fetching;
using StockSync.Tests.Soak;
using Xunit;

namespace StockSync.Tests.SourceFaults;

/// <summary>The batch size over a service whose share of failures wavers, collapses and comes back.</summary>
public class BatchNoiseTests
{
    const int Start = 500, Min = 100, Max = 1000, Step = 100;

    // Batches after the end of a fault in which the size must be most of what it was at best.
    const int Patience = 20;

    [Fact]
    public void Under_any_noise_the_size_stays_within_its_bounds_and_after_a_fault_it_comes_back()
    {
        using var report = new FaultReport("F26", "batch size under noise, phases");
        for (int seed = 0; seed < 2000; seed++)
        {
            var random = new Random(seed);
            var batch = new AdaptiveBatch(Start, Min, Max, Step);
            int best = batch.Size;
            for (int phase = 0; phase < 5; phase++)
            {
                // A good service loses up to 3 %, a bad one up to everything; single bad batches come in both.
                for (int i = random.Next(1, 40); i > 0; i--)
                    best = Math.Max(best, Report(batch, random, random.Next(10) == 0 ? 1 : 0.03));
                for (int i = random.Next(1, 40); i > 0; i--)
                    Report(batch, random, 1);
                int batches = 0;
                while (batch.Size < 0.8 * best)
                {
                    Report(batch, random, 0.03);
                    Assert.True(++batches <= Patience, $"seed {seed}, phase {phase}: {batch.History}");
                }
            }
        }
        report.Right(2000 * 5);
    }

    [Fact]
    public void A_service_that_fails_for_ever_is_asked_in_the_smallest_batches_and_every_stock_is_still_asked_for()
    {
        var batch = new AdaptiveBatch(Start, Min, Max, Step);
        int asked = 0;
        for (int batches = 1; asked < 5200; batches++)
        {
            int taken = Math.Min(batch.Size, 5200 - asked);
            asked += taken;
            batch.Report(0, taken);
            Assert.InRange(batches, 1, 60);
        }
        Assert.Equal(5200, asked);
        Assert.Equal(Min, batch.Size);
    }

    static int Report(AdaptiveBatch batch, Random random, double worst)
    {
        int failed = (int)(batch.Size * random.NextDouble() * worst);
        batch.Report(batch.Size - failed, batch.Size);
        Assert.InRange(batch.Size, Min, Max);
        return batch.Size;
    }
}
