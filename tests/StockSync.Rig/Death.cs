using System.Diagnostics;

namespace StockSync.Rig;

/// <summary>Ends this process as a power failure would: no handler, no finally, no flush of anything but the last words.</summary>
static class Death
{
    static Timer? s_timer;
    static string? s_point;
    static int s_left;

    /// <summary>Dies where a point is passed for the <paramref name="nth"/> time.</summary>
    public static void ArrangeAt(string point, int nth) => (s_left, s_point) = (nth, point);

    /// <summary>Passes a point.</summary>
    /// <param name="point">One of <see cref="FailPoint"/>.</param>
    /// <param name="isOneTrip">The transaction has waited for no answer so far; said before the end.</param>
    public static void Pass(string point, bool isOneTrip = false)
    {
        if (point != s_point || Interlocked.Decrement(ref s_left) != 0)
            return;
        if (isOneTrip)
            Console.Out.WriteLine("in one round trip");
        Die(point);
    }

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
