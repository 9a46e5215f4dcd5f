using System.Diagnostics;
using System.Runtime.InteropServices;
using StockSync;
using StockSync.Rig;
using StockSync.Rig.Points;

try
{
    return await RunAsync(RigOptions.Parse(args));
}
catch (Exception bad) when (bad is FormatException or ArgumentException)
{
    Console.Error.WriteLine(bad.Message);
    return RigExit.Usage;
}

static async Task<int> RunAsync(RigOptions options)
{
    using var stop = new CancellationTokenSource();
    using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
    using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
    if (options.DieAt is { } point)
        Death.ArrangeAt(point, options.Nth);
    // Whoever dies at no point runs as users run it, with nothing in between.
    await using var watch = options.DieAt is null ? null : PointWatch.Start(options.Settings);
    if (options.Holds)
    {
        Console.Out.WriteLine("ready");
        Console.In.ReadLine();
    }
    if (options.DieAfter is { } time)
        Death.ArrangeAfter(time);

    var memory = new MemoryObserver();
    ISyncObserver observer = options.Measures ? memory : options.Shows ? new ShowingObserver() : new SilentObserver();
    long start = Stopwatch.GetTimestamp();
    int code = RigExit.Complete;
    TimeProvider[] clocks = options.Instants.Count == 0 ? [TimeProvider.System] : [.. options.Instants.Select(i => new FixedClock(i))];
    foreach (var clock in clocks)
    {
        await using var engine = RigEngine.Open(watch?.Settings ?? options.Settings, options.Mutant, options.State, clock);
        code = Math.Max(code, await EndAsync(engine, options.Request, observer, stop.Token));
        if (options.Shows)
            Console.Out.WriteLine($"bars {await BarDigest.OfAsync(engine.GetBarsAsync(new BarQuery(), stop.Token))}");
    }
    Death.Cancel();
    using var self = Process.GetCurrentProcess();
    Console.Out.WriteLine($"peak {self.PeakWorkingSet64}");
    Console.Out.WriteLine($"ended after {Stopwatch.GetElapsedTime(start).TotalMilliseconds:F0} ms");
    if (options.Measures)
        Console.Out.WriteLine($"held {memory.Most} bytes");
    return code;

    void Stop(PosixSignalContext context)
    {
        context.Cancel = true;
        stop.Cancel();
    }
}

static async Task<int> EndAsync(ISyncEngine engine, SyncRequest request, ISyncObserver observer, CancellationToken cancellationToken)
{
    try
    {
        // No record means that nothing was left to do.
        var run = await engine.RunAsync(request, observer, cancellationToken);
        return run is null or { Status: SyncRunStatus.Completed } ? RigExit.Complete : RigExit.Partial;
    }
    catch (OperationCanceledException)
    {
        return RigExit.Stopped;
    }
    catch (StockSyncException e)
    {
        Console.Error.WriteLine($"{e.ErrorId}: {e.Message} {e.Advice} ({e.Kind})");
        return e.ErrorId switch
        {
            ErrorIds.RunActive => RigExit.RunActive,
            ErrorIds.LeaseLost => RigExit.LeaseLost,
            _ => RigExit.Failed,
        };
    }
}
