using System.Diagnostics;
using StockSync.Benchmarks.Harness;

namespace StockSync.Benchmarks;

/// <summary>Runs the scenarios one after the other and writes the table.</summary>
static class BenchProgram
{
    const string Help = """
        StockSync.Benchmarks [--filter TEXT[,TEXT]] [--out FILE] [--list]

          --filter TEXT   only scenarios whose name contains one of the texts
          --out FILE      write the table into this file too
          --list          print the names of the scenarios

        STOCKSYNC_BENCH_SCALE (default 1) makes everything smaller, for a quick look: 0.05. STOCKSYNC_BENCH_<NAME> sets one number;
        each scenario says which numbers it has.
        """;

    public static async Task<int> RunAsync(IEnumerable<string> arguments)
    {
        var words = new Queue<string>(arguments);
        string? filter = null, path = null;
        while (words.TryDequeue(out string? word))
        {
            switch (word)
            {
                case "--filter" when words.TryDequeue(out string? text): filter = text; break;
                case "--out" when words.TryDequeue(out string? file): path = file; break;
                case "--list": Console.WriteLine(string.Join('\n', ScenarioList.All.Select(s => s.Name))); return 0;
                default: Console.Error.WriteLine(Help); return 2;
            }
        }
        var chosen = ScenarioList.Matching(filter);
        if (chosen.Count == 0)
            throw new FormatException($"No scenario has a name with '{filter}'; --list prints the names.");
        return await RunAsync(chosen, path);
    }

    static async Task<int> RunAsync(IReadOnlyList<Scenario> scenarios, string? path)
    {
        var report = new Report();
        int failures = 0;
        await using (var bench = new Bench(report))
        {
            foreach (var scenario in scenarios)
            {
                long start = Stopwatch.GetTimestamp();
                Console.WriteLine($"{scenario.Name} ...");
                try
                {
                    await scenario.RunAsync(bench);
                }
#pragma warning disable CA1031 // one scenario that breaks must not cost the others their hour
                catch (Exception e)
#pragma warning restore CA1031
                {
                    failures++;
                    report.Add(new Row(scenario.Name, $"failed: {e.GetType().Name}", "", "", "", IsMet: false));
                    Console.Error.WriteLine(e);
                }
                Console.WriteLine($"{scenario.Name}: {Stopwatch.GetElapsedTime(start).TotalSeconds:F0} s");
                // After each one: a long run that is stopped has not been for nothing.
                if (path is not null)
                    await File.WriteAllTextAsync(path, report.ToMarkdown());
            }
        }
        Console.WriteLine(report.ToMarkdown());
        return failures == 0 ? 0 : 1;
    }
}
