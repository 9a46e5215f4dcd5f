using System.Diagnostics;
using StockSync.Engine;

namespace StockSync.Benchmarks.Harness;

/// <summary>A run of the product's engine, made by its factory as the cmdlets do it.</summary>
/// <param name="Seconds">From the first call to the last, the schema made before.</param>
/// <param name="Record">The run's record; null where nothing had to be done.</param>
sealed record EngineRun(double Seconds, SyncRun? Record)
{
    /// <summary>Makes the schema.</summary>
    public static async Task InitializeAsync(SyncSettings settings)
    {
        await using var engine = EngineFactory.Create(settings);
        await engine.InitializeAsync(default);
    }

    /// <summary>A backfill by a new engine: it connects to the database anew.</summary>
    public static Task<EngineRun> BackfillAsync(
        SyncSettings settings, DateOnly from, DateOnly to, RequestShape shape = RequestShape.MarketDay) =>
        RunAsync(settings, new SyncRequest { Kind = SyncKind.Backfill, From = from, To = to, Shape = shape });

    /// <summary>Any run by a new engine.</summary>
    public static async Task<EngineRun> RunAsync(SyncSettings settings, SyncRequest request, SilentObserver? observer = null)
    {
        await using var engine = EngineFactory.Create(settings);
        return await RunAsync(engine, request, observer);
    }

    /// <summary>Any run by an engine that may have worked before.</summary>
    public static async Task<EngineRun> RunAsync(ISyncEngine engine, SyncRequest request, SilentObserver? observer = null)
    {
        observer ??= new SilentObserver();
        long start = Stopwatch.GetTimestamp();
        var record = await engine.RunAsync(request, observer, default);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return observer.MayLeaveOpen || observer.Incomplete == 0
            ? new EngineRun(seconds, record)
            : throw new InvalidOperationException($"{observer.Incomplete} days were not complete: {record?.Message}");
    }
}
