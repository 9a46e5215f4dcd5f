using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace StockSync.Tests.Fakes;

static class PassingTime
{
    const int MostSteps = 100_000;

    /// <summary>The clock goes on in steps until the work is done, and only while the work waits for it: a busy machine changes nothing.</summary>
    /// <param name="time">The only thing that the work waits for.</param>
    /// <param name="step">What one step takes.</param>
    /// <param name="work">Begins the work.</param>
    /// <returns>The finished work.</returns>
    public static T Run<T>(FakeTimeProvider time, TimeSpan step, Func<T> work)
        where T : Task
    {
        // Without a context all that the work does after a wait goes on within Advance, on this thread.
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            var running = work();
            for (int i = 0; !running.IsCompleted && i < MostSteps; i++)
                time.Advance(step);
            Assert.True(running.IsCompleted);
            return running;
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }
}
