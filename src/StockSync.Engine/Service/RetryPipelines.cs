using Polly;
using Polly.Retry;

namespace StockSync.Engine.Service;

/// <summary>One pipeline per kind of call, never nested.</summary>
static class RetryPipelines
{
    // Together the waits are a little more than a minute: longer than a database takes to wake up or to restart.
    const int StoreAttempts = 12;

    // Where a single attempt takes long, for example to find that nobody answers, there are fewer of them.
    static readonly TimeSpan s_storePatience = TimeSpan.FromSeconds(70);

    static readonly ResiliencePropertyKey<long> s_firstFailure = new("first-failure");

    /// <summary>One request to the service: exponential between the two waits of the settings, only transient failures.</summary>
    /// <param name="settings">Attempts and waits.</param>
    /// <param name="time">The clock that waits.</param>
    /// <param name="onRetry">Told of each wait before a further attempt.</param>
    /// <param name="random">0 to 1, for the jitter.</param>
    public static ResiliencePipeline ForSource(SyncSettings settings, TimeProvider time, Action<TimeSpan> onRetry, Func<double> random) =>
        Build(settings.RetryAttempts, settings.RetryMinDelay, settings.RetryMaxDelay, null, time, onRetry, random);

    /// <summary>One transaction, repeated whole.</summary>
    public static ResiliencePipeline ForStore(TimeProvider time, Func<double> random) =>
        Build(StoreAttempts, TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(8), s_storePatience, time, static _ => { }, random);

    static ResiliencePipeline Build(
        int attempts, TimeSpan min, TimeSpan max, TimeSpan? patience, TimeProvider time, Action<TimeSpan> onRetry, Func<double> random)
    {
        var builder = new ResiliencePipelineBuilder { TimeProvider = time };
        if (attempts > 1)
        {
            builder.AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = attempts - 1,
                ShouldHandle = arguments => new ValueTask<bool>(
                    arguments.Outcome.Exception is StockSyncException { IsTransient: true, StopsEverything: false }
                    && IsInTime(arguments.Context, patience, time)),
                // Polly's own jitter may fall below the first wait; the promise is min to max, so the wait is made here.
                DelayGenerator = arguments => new ValueTask<TimeSpan?>(Wait(arguments.AttemptNumber, min, max, random())),
                OnRetry = arguments =>
                {
                    onRetry(arguments.RetryDelay);
                    return default;
                },
            });
        }
        return builder.Build();
    }

    static bool IsInTime(ResilienceContext context, TimeSpan? patience, TimeProvider time)
    {
        if (patience is not { } limit)
            return true;
        if (!context.Properties.TryGetValue(s_firstFailure, out long first))
            context.Properties.Set(s_firstFailure, first = time.GetTimestamp());
        return time.GetElapsedTime(first) < limit;
    }

    /// <summary>min × 2^n, up to a quarter more, never outside min to max.</summary>
    internal static TimeSpan Wait(int attempt, TimeSpan min, TimeSpan max, double random)
    {
        double seconds = min.TotalSeconds * Math.Pow(2, attempt) * (1 + (0.25 * random));
        return TimeSpan.FromSeconds(Math.Clamp(seconds, Math.Min(min.TotalSeconds, max.TotalSeconds), max.TotalSeconds));
    }
}
