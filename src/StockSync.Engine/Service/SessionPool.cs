using System.Collections.Concurrent;
using StockSync.Engine.Resources;
using StockSync.Engine.Sources.Contract;

namespace StockSync.Engine.Service;

/// <summary>
/// Logged-in sessions that are used again. Who rents holds a slot already, so there are never more sessions than slots; a session in doubt
/// is closed at once. From before its first connection until its last one is closed, the endpoint is this pool's alone on this machine.
/// </summary>
/// <param name="source">Opens sessions.</param>
/// <param name="take">Takes the endpoint; null where nobody else can connect to it.</param>
sealed class SessionPool(IBarSource source, Func<EndpointHold>? take = null) : IAsyncDisposable
{
    readonly ConcurrentBag<IBarSession> _idle = [];
    readonly Lock _lock = new();
    EndpointHold? _hold;
    int _open;
    bool _isClosing;

    /// <summary>Takes the endpoint before anything is asked of it.</summary>
    /// <exception cref="StockSyncException">Somebody else has it (<see cref="ErrorIds.EndpointBusy"/>).</exception>
    public async ValueTask ClaimAsync(ISyncObserver observer, CancellationToken cancellationToken)
    {
        string? problem;
        lock (_lock)
        {
            Take();
            problem = _hold?.Problem;
        }
        if (problem is not null)
            await observer.VerboseAsync(SyncStrings.FormatEndpointUnlocked(source.Endpoint, problem), cancellationToken);
    }

    public async Task<IBarSession> RentAsync(CancellationToken cancellationToken)
    {
        while (_idle.TryTake(out var session))
        {
            if (session.IsUsable)
                return session;
            await CloseAsync(session);
        }
        lock (_lock)
        {
            Take();
            _open++;
            _isClosing = false;
        }
        bool isOpen = false;
        try
        {
            var opened = await source.OpenAsync(cancellationToken);
            isOpen = true;
            return opened;
        }
        finally
        {
            if (!isOpen)
                Closed();
        }
    }

    public async ValueTask ReturnAsync(IBarSession session)
    {
        bool isKept;
        lock (_lock)
        {
            isKept = session.IsUsable && !_isClosing;
            if (isKept)
                _idle.Add(session);
        }
        if (!isKept)
            await CloseAsync(session);
    }

    /// <summary>Closes what is idle, and from now on what is returned; the endpoint is given back with the last of them.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            _isClosing = true;
            ReleaseIfClosed();
        }
        while (_idle.TryTake(out var session))
            await CloseAsync(session);
    }

    async ValueTask CloseAsync(IBarSession session)
    {
        try
        {
            await session.DisposeAsync();
        }
        finally
        {
            Closed();
        }
    }

    void Take() => _hold ??= take?.Invoke();

    void Closed()
    {
        lock (_lock)
        {
            _open--;
            ReleaseIfClosed();
        }
    }

    // Only after the last connection: the next owner may connect at once.
    void ReleaseIfClosed()
    {
        if (!_isClosing || _open > 0)
            return;
        _hold?.Dispose();
        _hold = null;
    }
}
