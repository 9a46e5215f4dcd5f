using System.Diagnostics;
using System.Globalization;
using StockSync.Benchmarks.Harness;
using StockSync.Engine;

namespace StockSync.Benchmarks.Children;

/// <summary>One run in a process that did nothing before, so that its peak is the run's.</summary>
static class BackfillChild
{
    const string Peak = "peak ";
    const string Run = "run ";

    public static async Task RunAsync(DateOnly from, DateOnly to, RequestShape shape)
    {
        var run = await EngineRun.BackfillAsync(Settings(), from, to, shape);
        Print($"{Run}{run.Seconds:R}");
        PrintPeak();
    }

    public static async Task IdleAsync()
    {
        await using var engine = EngineFactory.Create(Settings());
        // Opens the database once: drivers are part of an idle host.
        await engine.InitializeAsync(default);
        PrintPeak();
    }

    public static async Task JoinAsync()
    {
        // As on another machine: what the first one is connected to is not known there.
        Environment.SetEnvironmentVariable("XDG_STATE_HOME", Path.Combine(Path.GetTempPath(), "stocksync-bench-joined"));
        await using var engine = EngineFactory.Create(Settings());
        Console.Out.WriteLine("ready");
        await Console.In.ReadToEndAsync();
        await EngineRun.RunAsync(engine, new SyncRequest { Kind = SyncKind.Backfill, Join = true });
    }

    /// <summary>The peak that a child printed, bytes.</summary>
    public static long PeakOf(string output) => long.Parse(After(Peak, output), CultureInfo.InvariantCulture);

    /// <summary>The seconds that a child printed of its run alone, without the start and the end of its process.</summary>
    public static double RunOf(string output) => double.Parse(After(Run, output), CultureInfo.InvariantCulture);

    /// <summary>The settings of the environment.</summary>
    public static SyncSettings Settings() =>
        EngineFactory.OpenConfiguration(Environment.CurrentDirectory, null).Resolve(new Dictionary<string, string>(), profile: null);

    /// <summary>The last line of each child.</summary>
    public static void PrintPeak()
    {
        // On Linux the VmHWM of /proc/self/status.
        using var self = Process.GetCurrentProcess();
        Print($"{Peak}{self.PeakWorkingSet64}");
    }

    static string After(string word, string output) =>
        output.Split('\n').Last(line => line.StartsWith(word, StringComparison.Ordinal))[word.Length..];

    static void Print(FormattableString line) => Console.Out.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
