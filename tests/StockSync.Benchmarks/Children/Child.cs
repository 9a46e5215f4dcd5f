using System.Globalization;

namespace StockSync.Benchmarks.Children;

/// <summary>What this program does as a process of its own, started by a scenario.</summary>
static class Child
{
    /// <summary>The verb <c>backfill FROM TO SHAPE</c>: one backfill with the settings of the environment, then its time and its peak.</summary>
    public const string Backfill = "backfill";

    /// <summary>The verb <c>history FROM TO SHAPE ROWS</c>: the same, with a line for each tenth of so many rows.</summary>
    public const string History = "history";

    /// <summary>The verb <c>idle</c>: the engine loaded and nothing done, then its peak.</summary>
    public const string Idle = "idle";

    /// <summary>The verb <c>read FILE</c>: reads a SQLite file again and again until standard input ends.</summary>
    public const string Read = "read";

    /// <summary>The verb <c>join</c>: says <c>ready</c>, and works at the run under way when standard input ends.</summary>
    public const string Join = "join";

    public static async Task<int> RunAsync(IReadOnlyList<string> words)
    {
        switch (words)
        {
            case [Backfill, var from, var to, var shape]:
                await BackfillChild.RunAsync(Day(from), Day(to), Enum.Parse<RequestShape>(shape));
                return 0;
            case [History, var from, var to, var shape, var rows]:
                await HistoryChild.RunAsync(
                    Day(from), Day(to), Enum.Parse<RequestShape>(shape), long.Parse(rows, CultureInfo.InvariantCulture));
                return 0;
            case [Idle]:
                await BackfillChild.IdleAsync();
                return 0;
            case [Join]:
                await BackfillChild.JoinAsync();
                return 0;
            case [Read, var file]:
                await ReaderLoop.RunAsync(file);
                return 0;
            default:
                throw new FormatException($"Unknown verb of a child process: {string.Join(' ', words)}");
        }
    }

    static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
