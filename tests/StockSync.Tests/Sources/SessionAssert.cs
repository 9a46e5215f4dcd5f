using StockSync.Engine.Sources.Contract;
using Xunit;

namespace StockSync.Tests.Sources;

/// <summary>How a session must fail.</summary>
static class SessionAssert
{
    /// <summary>The answer is refused for this fault, and the session is over.</summary>
    public static async Task ProtocolAsync(object fault, IBarSession session, Func<Task> ask)
    {
        var error = await Assert.ThrowsAsync<StockSyncException>(ask);
        Assert.Equal((ErrorIds.SourceProtocol, fault.ToString(), true), (error.ErrorId, error.Target, error.IsTransient));
        Assert.False(session.IsUsable);
    }

    /// <summary>The request is given up at its deadline, and the session is over.</summary>
    public static async Task TimeoutAsync(SessionRig rig, IBarSession session, Task asked)
    {
        var error = await Assert.ThrowsAsync<StockSyncException>(() => asked);
        Assert.Equal((ErrorIds.SourceTimeout, ErrorKind.Timeout, true), (error.ErrorId, error.Kind, error.IsTransient));
        Assert.Contains(SyncSettings.PublicEndpoint, error.Message, StringComparison.Ordinal);
        Assert.False(session.IsUsable);
        Assert.True(rig.Connection.IsDisposed);
    }
}
