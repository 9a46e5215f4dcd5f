using StockSync.Engine.Service;
using Xunit;

namespace StockSync.Tests.Sync;

public class LatencyHistogramTests
{
    [Fact]
    public void Before_the_first_answer_there_is_no_number()
    {
        Assert.Null(new LatencyHistogram().Percentile(0.5));
    }

    [Fact]
    public void One_answer_is_every_percentile_exactly()
    {
        var histogram = new LatencyHistogram();
        histogram.Add(TimeSpan.FromSeconds(1.234));

        Assert.Equal([1.234, 1.234, 1.234], new[] { 0.01, 0.5, 1 }.Select(histogram.Percentile));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_percentile_is_never_too_low_and_at_most_a_twentieth_too_high(int seed)
    {
        var random = new Random(seed);
        var histogram = new LatencyHistogram();
        // From a millisecond to a quarter of an hour.
        double[] answers = [.. Enumerable.Range(0, 5000).Select(_ => 0.001 * Math.Pow(10, random.NextDouble() * 6))];
        foreach (double answer in answers)
            histogram.Add(TimeSpan.FromSeconds(answer));

        Array.Sort(answers);
        foreach (double share in new[] { 0.001, 0.25, 0.5, 0.95, 0.999, 1 })
        {
            double truth = answers[(int)Math.Ceiling(share * answers.Length) - 1];
            // A timespan keeps ten millionths.
            Assert.InRange(histogram.Percentile(share)!.Value, truth - 1e-7, truth * 1.05);
        }
    }

    [Fact]
    public void Times_that_no_clock_should_tell_are_taken_all_the_same()
    {
        var histogram = new LatencyHistogram();
        histogram.Add(TimeSpan.FromSeconds(-1));
        histogram.Add(TimeSpan.Zero);
        histogram.Add(TimeSpan.FromDays(30));

        Assert.Equal(0.0001, histogram.Percentile(0.5));
        Assert.InRange(histogram.Percentile(1)!.Value, 25_000, 30_000);
    }
}
