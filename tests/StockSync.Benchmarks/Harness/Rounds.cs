namespace StockSync.Benchmarks.Harness;

/// <summary>Runs variants in turn, A B A B …, so that what changes with time on the machine falls on all of them.</summary>
static class Rounds
{
    /// <summary>The numbers of each variant, by round.</summary>
    /// <param name="rounds">How often each runs and counts.</param>
    /// <param name="variants">Each returns its number; it is told the round, from 0.</param>
    public static async Task<IReadOnlyList<double>[]> AlternateAsync(int rounds, params Func<int, Task<double>>[] variants)
    {
        var numbers = variants.Select(_ => new List<double>()).ToArray();
        for (int round = 0; round < rounds; round++)
        {
            for (int i = 0; i < variants.Length; i++)
            {
                // What one variant leaves to be collected must not be collected at the cost of the next.
                GC.Collect();
                GC.WaitForPendingFinalizers();
                numbers[i].Add(await variants[i](round));
            }
        }
        return numbers;
    }
}
