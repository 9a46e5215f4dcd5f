using System.Management.Automation;
using System.Runtime.InteropServices;

namespace StockSync.Host;

/// <summary>The first Ctrl+C or SIGTERM stops the pipeline, which may end cleanly; the second ends the program at once.</summary>
sealed class StopSignals : IDisposable
{
    readonly PosixSignalRegistration[] _registrations;
    readonly Lock _gate = new();
    PowerShell? _running;

    internal StopSignals() => _registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, context => OnSignal(context, Host.ExitCode.Interrupted)),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => OnSignal(context, Host.ExitCode.Terminated)),
    ];

    /// <summary>The exit code of the signal that came, if one came.</summary>
    internal int? ExitCode { get; private set; }

    /// <summary>Has <paramref name="shell"/> stopped by a signal until the result is disposed.</summary>
    internal IDisposable Watch(PowerShell shell)
    {
        lock (_gate)
        {
            _running = shell;
            if (ExitCode is { } code)
                Environment.Exit(code);
        }

        return new Watching(this);
    }

    void OnSignal(PosixSignalContext context, int exitCode)
    {
        context.Cancel = true;
        lock (_gate)
        {
            if (ExitCode is { } first)
                Environment.Exit(first);

            ExitCode = exitCode;
            // Stop() would wait for the pipeline on this thread, and the next signal could not be heard.
            _running?.BeginStop(null, null);
        }
    }

    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
    }

    sealed class Watching(StopSignals signals) : IDisposable
    {
        public void Dispose()
        {
            lock (signals._gate)
                signals._running = null;
        }
    }
}
