using System.Diagnostics;

namespace StockSync.Benchmarks.Children;

/// <summary>Starts this program once more.</summary>
static class ChildProcess
{
    /// <param name="settings">Given by the environment: a password on a command line is everybody's.</param>
    /// <param name="words">The verb and its arguments.</param>
    public static Process Start(SyncSettings? settings, params IEnumerable<string> words)
    {
        var start = new ProcessStartInfo(
            Environment.ProcessPath!, [Path.Combine(AppContext.BaseDirectory, "StockSync.Benchmarks.dll"), "child", .. words])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        if (settings is not null)
        {
            start.Environment["STOCKSYNC_DATABASE"] = settings.Database;
            start.Environment["STOCKSYNC_ENDPOINT"] = settings.Endpoint;
            start.Environment["STOCKSYNC_STATE_DIRECTORY"] = settings.StateDirectory;
            start.Environment["STOCKSYNC_DAILY_BUDGET"] = $"{settings.DailyBudget}";
        }
        return Process.Start(start)!;
    }

    /// <summary>Runs it to its end and returns what it printed.</summary>
    public static Task<string> RunAsync(SyncSettings settings, params IEnumerable<string> words) => RunAsync(settings, _ => { }, words);

    /// <summary>The same for one that takes long: each line is handed on as soon as it is there.</summary>
    public static async Task<string> RunAsync(SyncSettings settings, Action<string> seen, params IEnumerable<string> words)
    {
        using var process = Start(settings, words);
        process.StandardInput.Close();
        var lines = new List<string>();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            lines.Add(line);
            seen(line);
        }
        string output = string.Join('\n', lines);
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"The child process ended with exit code {process.ExitCode}: {output}");
    }
}
