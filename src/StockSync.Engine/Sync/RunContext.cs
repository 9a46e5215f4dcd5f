using Polly;
using StockSync.Engine.Sync.Machines;
using StockSync.Engine.Telemetry;

namespace StockSync.Engine.Sync;

/// <summary>What all parts of one run share.</summary>
sealed class RunContext
{
    public required SyncRequest Request { get; init; }

    public required SyncSettings Settings { get; init; }

    /// <summary>Repeats what met a passing fault.</summary>
    public required ISyncStore Store { get; init; }

    public required BeijingClock Clock { get; init; }

    public required Governor Governor { get; init; }

    public required SessionPool Pool { get; init; }

    public required ResiliencePipeline SourceRetry { get; init; }

    public required UnitRunner Units { get; init; }

    public required RunStop Stop { get; init; }

    public required ISyncObserver Observer { get; init; }

    public required string RunId { get; init; }

    /// <summary>Says when the run's time is over.</summary>
    public required Func<StockSyncException?> Limit { get; init; }

    /// <summary>Other machines at the run.</summary>
    public required JoinedWorkers Joined { get; init; }

    /// <summary>This machine, where it works at a run that another machine has started.</summary>
    public string? WorkerId { get; init; }

    /// <summary>Set once the lease is taken; nothing is written before.</summary>
    public Lease? Lease { get; set; }

    /// <summary>Says whether the plan should be given up for a better one; null where nobody looks.</summary>
    public PlanWatch? Watch { get; set; }

    /// <summary>The alerts that its end is judged by; null where somebody else judges it.</summary>
    public AlertLook? Alerts { get; init; }

    /// <summary>Where its time goes.</summary>
    public StageTimes Times { get; } = new();

    /// <summary>Requests tried again, over the run.</summary>
    public int Retries;

    /// <summary>Rows stored so far, for the progress.</summary>
    public long RowsStored;

    /// <summary>Before each unit: is the plan still the best? One that other machines work at stays as it is.</summary>
    public void Look()
    {
        if (Watch?.IsOutdated() == true && !Joined.IsJoined)
            Stop.Turn();
    }

    /// <summary>Counts a request that is tried again after a wait.</summary>
    public void Retry(TimeSpan wait)
    {
        Interlocked.Increment(ref Retries);
        Times.Waited(wait);
        SyncTelemetry.Retries.Add(1);
    }
}
