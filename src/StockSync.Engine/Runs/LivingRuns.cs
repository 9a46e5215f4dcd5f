using System.Collections.Concurrent;

namespace StockSync.Engine.Runs;

/// <summary>
/// The runs of this process that hold a lease, or try to. A run that could not release its lease, because the database was away when it
/// ended, must not keep the next run of the same session waiting: its process lives, but the run does not.
/// </summary>
static class LivingRuns
{
    static readonly ConcurrentDictionary<string, bool> s_runs = new(StringComparer.Ordinal);

    public static bool Contains(string runId) => s_runs.ContainsKey(runId);

    /// <summary>The run lives until what is returned is disposed of.</summary>
    public static IDisposable Enter(string runId)
    {
        s_runs[runId] = true;
        return new Life(runId);
    }

    sealed class Life(string runId) : IDisposable
    {
        public void Dispose() => s_runs.TryRemove(runId, out _);
    }
}
