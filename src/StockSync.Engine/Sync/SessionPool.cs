using System.Collections.Concurrent;

namespace StockSync.Engine.Sync;

/// <summary>
/// Logged-in sessions that are used again. Who rents holds a slot already, so there are never more sessions than slots; a session in doubt
/// is closed at once.
/// </summary>
sealed class SessionPool(IBarSource source) : IAsyncDisposable
{
    readonly ConcurrentBag<IBarSession> _idle = [];

    public async Task<IBarSession> RentAsync(CancellationToken cancellationToken)
    {
        while (_idle.TryTake(out var session))
        {
            if (session.IsUsable)
                return session;
            await session.DisposeAsync();
        }
        return await source.OpenAsync(cancellationToken);
    }

    public async ValueTask ReturnAsync(IBarSession session)
    {
        if (session.IsUsable)
            _idle.Add(session);
        else
            await session.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        while (_idle.TryTake(out var session))
            await session.DisposeAsync();
    }
}
