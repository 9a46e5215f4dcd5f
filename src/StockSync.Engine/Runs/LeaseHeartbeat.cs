using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using StockSync.Engine.RunState;
using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine.Runs;

/// <summary>Renews the lease while the run works, and cancels the run when the lease is lost.</summary>
sealed class LeaseHeartbeat : IAsyncDisposable
{
    readonly CancellationTokenSource _lost;
    readonly Heartbeat _heartbeat;

    public LeaseHeartbeat(ILeaseStore store, Lease lease, SyncSettings settings, TimeProvider time, CancellationToken cancellationToken)
    {
        _lost = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _heartbeat = new Heartbeat(settings.LeaseHeartbeat, time, token => RenewAsync(store, lease, token));
    }

    /// <summary>Cancelled when the user stops the run or the lease is lost.</summary>
    public CancellationToken Token => _lost.Token;

    /// <summary>True once another run has taken the lease.</summary>
    public bool IsLost { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _heartbeat.DisposeAsync();
        _lost.Dispose();
    }

    async Task<bool> RenewAsync(ILeaseStore store, Lease lease, CancellationToken cancellationToken)
    {
        IsLost = !await store.RenewLeaseAsync(lease, cancellationToken);
        if (IsLost)
            await _lost.CancelAsync();
        return !IsLost;
    }
}

/// <summary>This process as the owner of a lease, and whether another owner on this very host is still alive.</summary>
static class ProcessIdentity
{
    const string BootIdFile = "/proc/sys/kernel/random/boot_id";

    // Neither changes while the process lives.
    static readonly Lazy<string> s_boot = new(BootId);
    static readonly Lazy<string> s_start = new(static () =>
    {
        using var process = Process.GetCurrentProcess();
        return Start(process);
    });

    /// <summary>This process as the owner of a run's lease. The run's id stands behind the process's start.</summary>
    public static LeaseOwner Of(string runId) =>
        new(Environment.MachineName, s_boot.Value, Environment.ProcessId, $"{s_start.Value} {runId}");

    /// <summary>
    /// True only when it is certain: same host, and the process is gone or is another one, or it is this one and the run has ended.
    /// </summary>
    public static bool IsDead(LeaseOwner owner)
    {
        if (!string.Equals(owner.Host, Environment.MachineName, StringComparison.OrdinalIgnoreCase))
            return false;
        string boot = s_boot.Value;
        if (owner.BootId.Length > 0 && boot.Length > 0 && owner.BootId != boot)
            // Two containers can share a host name, but not a kernel start; the same name with another start may be another container.
            return false;
        try
        {
            using var process = Process.GetProcessById(owner.ProcessId);
            string[] start = owner.ProcessStart.Split(' ', 2);
            if (Start(process) != start[0])
                return true;
            return process.Id == Environment.ProcessId && start.Length == 2 && !ActiveRuns.Contains(start[1]);
        }
        catch (ArgumentException)
        {
            return true;
        }
        catch (Exception e) when (e is InvalidOperationException or IOException)
        {
            // It ended while it was looked at.
            return true;
        }
    }

    // On Linux the kernel's own count of ticks since boot (field 22 of stat): Process.StartTime is reckoned back from the wall clock by
    // each reader for itself, so two processes may read different seconds for the same start.
    static string Start(Process process)
    {
        if (!OperatingSystem.IsLinux())
            return process.StartTime.ToUniversalTime().ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture);
        string stat = File.ReadAllText($"/proc/{process.Id}/stat");
        return stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[19];
    }

    static string BootId()
    {
        try
        {
            // With the process id namespace: two containers share the kernel's start but not their process ids.
            return File.Exists(BootIdFile)
                ? $"{File.ReadAllText(BootIdFile).Trim()} {new FileInfo("/proc/self/ns/pid").LinkTarget}"
                : "";
        }
        catch (IOException)
        {
            return "";
        }
        catch (UnauthorizedAccessException)
        {
            return "";
        }
    }
}

/// <summary>
/// The runs of this process that hold a lease, or try to. A run that could not release its lease, because the database was away when it
/// ended, must not keep the next run of the same session waiting: its process lives, but the run does not.
/// </summary>
static class ActiveRuns
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
