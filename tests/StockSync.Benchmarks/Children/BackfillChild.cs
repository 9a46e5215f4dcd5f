using System.Diagnostics;
using System.Globalization;
using StockSync.Benchmarks.Harness;
using StockSync.Engine;

namespace StockSync.Benchmarks.Children;

/// <summary>One run in a process that did nothing before, so that its peak is the run's.</summary>
static class BackfillChild
{
    const string Peak = "peak ";

    public static async Task RunAsync(DateOnly from, DateOnly to, RequestShape shape)
    {
        await EngineRun.BackfillAsync(Settings(), from, to, shape);
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
    public static long PeakOf(string output) => long.Parse(
        output.Split('\n').Last(line => line.StartsWith(Peak, StringComparison.Ordinal))[Peak.Length..], CultureInfo.InvariantCulture);

    static SyncSettings Settings() =>
        EngineFactory.OpenConfiguration(Environment.CurrentDirectory, null).Resolve(new Dictionary<string, string>(), profile: null);

    static void PrintPeak()
    {
        // On Linux the VmHWM of /proc/self/status.
        using var self = Process.GetCurrentProcess();
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Peak}{self.PeakWorkingSet64}"));
    }
}
