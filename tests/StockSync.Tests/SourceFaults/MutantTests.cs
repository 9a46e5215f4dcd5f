using System.Collections.Concurrent;
using StockSync.Tests.Soak;
using Xunit;
using Xunit.Abstractions;

namespace StockSync.Tests.SourceFaults;

/// <summary>
/// Damaged answers, read by the product's session, reader and parsers. A plain answer has a CRC-32 over all of it. A compressed one has
/// zlib's Adler-32 alone, which is weak on digits: now and then a flipped bit moves digits within a number and leaves the checksum as it was.
/// Nothing in the frame could tell, and no rule of a bar either; such rows are counted here and must stay as rare as they are.
/// </summary>
public class MutantTests(ITestOutputHelper output)
{
    // Of 1,500,000 damaged answers 1 was taken for sound.
    const int AnswersOfCollision = 20_000;

    [Fact]
    public async Task A_damaged_answer_is_refused_or_gives_the_true_rows_but_for_the_collisions_of_zlibs_checksum()
    {
        using var report = new FaultReport("F6", "damaged answers");
        var exchanges = await Exchanges.CreateAsync();
        var wrong = new ConcurrentQueue<(Exchange Exchange, string Text)>();
        void Judge(int seed)
        {
            var random = new Random(seed);
            var exchange = exchanges[random.Next(exchanges.Count)];
            byte[] damaged = Mutator.Damage(random, exchange.Answer, exchanges[random.Next(exchanges.Count)].Answer);
            try
            {
                if (exchange.Judge(damaged) is { } fault)
                    wrong.Enqueue((exchange, $"seed {seed}, {fault}"));
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"seed {seed}, {exchange.Name}: {e.Message}", e);
            }
        }

        // On threads of their own: those of the pool are for the tests that wait beside this one.
        int threads = Environment.ProcessorCount;
        await Task.WhenAll(Enumerable.Range(0, threads).Select(first => Task.Factory.StartNew(
            () =>
            {
                for (int seed = first; seed < MutantCount.Value; seed += threads)
                    Judge(seed);
            },
            default,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));
        output.WriteLine($"Wrong rows out of {wrong.Count} of {MutantCount.Value} damaged answers.");
        foreach (var (_, text) in wrong)
            output.WriteLine(text);
        Assert.All(wrong, w => Assert.True(w.Exchange.IsCompressed, w.Text));
        Assert.InRange(wrong.Count, 0, 1 + (MutantCount.Value / AnswersOfCollision));
        report.Right(MutantCount.Value);
    }
}
