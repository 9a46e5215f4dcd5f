using System.Runtime.InteropServices;

namespace StockSync.Pipeline;

/// <summary>
/// While a run is active, a request to terminate first ends the run: what is stored is recorded, then the process goes on terminating.
/// The second request gets no grace.
/// </summary>
sealed class TerminationSignals : IDisposable
{
    readonly PosixSignalRegistration[] _registrations;
    readonly Action _cancel;
    int _received;

    public TerminationSignals(Action cancel)
    {
        _cancel = cancel;
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle),
            PosixSignalRegistration.Create(PosixSignal.SIGHUP, Handle),
        ];
    }

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
}
