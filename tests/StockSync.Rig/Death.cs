using System.Diagnostics;

namespace StockSync.Rig;

/// <summary>Ends this process as a power failure would: no handler, no finally, no flush of anything but the last words.</summary>
static class Death
{
    static Timer? s_timer;
    static int s_passed;

    public static void ArrangeAt(string point, int nth) => FailPoint.Reached = name =>
    {
        if (name == point && Interlocked.Increment(ref s_passed) == nth)
            Die(point);
    };

    /// <summary>The clock of this process, not of the one that started it: how long a start takes differs from machine to machine.</summary>
    public static void ArrangeAfter(TimeSpan time) => s_timer = new Timer(_ => Die("its time"), null, time, Timeout.InfiniteTimeSpan);

    /// <summary>Whoever has finished lives.</summary>
    public static void Cancel() => s_timer?.Dispose();

    static void Die(string where)
    {
        Console.Out.WriteLine($"dies at {where}");
        Console.Out.Flush();
        using var self = Process.GetCurrentProcess();
        self.Kill();
        Environment.FailFast("The kill did not kill.");
    }
}
