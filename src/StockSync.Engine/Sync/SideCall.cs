using Polly;

namespace StockSync.Engine.Sync;

/// <summary>
/// A question to the service outside a run. It obeys what runs obey: no connection beside another one, the budget, the cool-down after
/// a ban; and a ban that it meets is remembered.
/// </summary>
sealed class SideCall(
    SyncSettings settings, ISyncStore store, string endpoint, Func<IRequestGate, IBarSource> openSource, BeijingClock clock, string host, EndpointLocks? locks)
{
    public async Task RunAsync(
        Func<IBarSession, CancellationToken, Task> ask, ResiliencePipeline retry, CancellationToken cancellationToken)
    {
        bool keeps = await CheckAsync(cancellationToken);
        using var hold = locks?.Take(endpoint, host, null);
        using var governor = new Governor(settings, clock, endpoint, null);
        if (keeps)
            await governor.AttachAsync(store, cancellationToken);
        try
        {
            await retry.ExecuteAsync(
                async token =>
                {
                    await using var session = await openSource(governor).OpenAsync(token);
                    await ask(session, token);
                },
                cancellationToken);
        }
        catch (Exception e) when (UnforeseenError.Is(e))
        {
            throw UnforeseenError.Of(e, SyncText.Get("ReferenceFaultAdvice"));
        }
        catch (StockSyncException e) when (e.StopsEverything)
        {
            await RememberAsync(governor.BannedBy, cancellationToken);
            throw;
        }
        finally
        {
            await governor.GiveBackAsync(store, cancellationToken);
        }
    }

    // True where the store can keep what is counted. A store that cannot be reached does not keep the service from being asked.
    async Task<bool> CheckAsync(CancellationToken cancellationToken)
    {
        bool keeps;
        try
        {
            keeps = await store.InspectAsync(cancellationToken) is { SchemaVersion: > 0, IsWritable: true };
        }
        catch (StockSyncException)
        {
            return false;
        }
        ServiceBlock.Check(await store.GetServiceAsync(endpoint, cancellationToken), endpoint, clock);
        if (await store.GetRunsAsync(activeOnly: true, 1, cancellationToken) is [var run, ..])
            throw new StockSyncException(
                ErrorIds.RunActive,
                ErrorKind.Busy,
                SyncText.Get("RunActive", run.RunId, run.Host, run.ProcessId, run.DaysSettled, run.Days),
                SyncText.Get("RunActiveAdvice"),
                run.RunId);
        return keeps;
    }

    async Task RememberAsync(string? code, CancellationToken cancellationToken)
    {
        var info = await store.InspectAsync(cancellationToken);
        if (!info.IsWritable)
            return;
        if (info.SchemaVersion == 0)
            await store.InitializeAsync(cancellationToken);
        var service = await store.GetServiceAsync(endpoint, cancellationToken);
        await store.PutServiceAsync(
            service with { BlockedUntil = clock.UtcNow + settings.BanCooldown, BlockedReason = code }, cancellationToken);
    }
}
