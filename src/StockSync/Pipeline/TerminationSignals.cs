using System.Runtime.InteropServices;

namespace StockSync.Pipeline;

/// <summary>
/// While a run is active, a request to terminate first ends the run: what is stored is recorded, then the process goes on terminating.
/// The second request gets no grace. Ctrl+C is the host's: the first one stops the pipeline, the second is heard here, because a host
/// has no second way to tell.
/// </summary>
sealed class TerminationSignals : IDisposable
{
    readonly PosixSignalRegistration[] _registrations;
    readonly Action _cancel;
    readonly TaskCompletionSource _hurry = new(TaskCreationOptions.RunContinuationsAsynchronously);
    int _received;
    int _interrupts;

    public TerminationSignals(Action cancel)
    {
        _cancel = cancel;
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle),
            PosixSignalRegistration.Create(PosixSignal.SIGHUP, Handle),
            PosixSignalRegistration.Create(PosixSignal.SIGINT, CountInterrupt),
        ];
    }

    /// <summary>Ends when the user does not want to wait for a clean end any longer.</summary>
    public Task Hurry => _hurry.Task;

    /// <summary>The exit code a shell expects of a process ended by the signal; null when none came.</summary>
    public int? ExitCode => (PosixSignal)Volatile.Read(ref _received) switch
    {
        PosixSignal.SIGTERM => 128 + 15,
        PosixSignal.SIGHUP => 128 + 1,
        _ => null,
    };

    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
    }

    void Handle(PosixSignalContext context)
    {
        if (Interlocked.CompareExchange(ref _received, (int)context.Signal, 0) != 0)
            return;
        context.Cancel = true;
        _cancel();
    }

    // Not cancelled here: what the signal does is the host's decision.
    void CountInterrupt(PosixSignalContext context)
    {
        if (Interlocked.Increment(ref _interrupts) > 1)
            _hurry.TrySetResult();
    }
}
