using Polly;
using StockSync.Engine.Resources;
using StockSync.Engine.Sources.Contract;

namespace StockSync.Engine.Service;

/// <summary>
/// A question to the service outside a run. It obeys what runs obey: no connection beside another one, the budget, the cool-down after
/// a ban; and a ban that it meets is remembered.
/// </summary>
sealed class AdHocRequest(RunServices services)
{
    public async Task RunAsync(
        Func<IBarSession, CancellationToken, Task> ask, ResiliencePipeline retry, CancellationToken cancellationToken)
    {
        bool keeps = await CheckAsync(cancellationToken);
        using var hold = services.Locks?.Take(services.Endpoint, services.Host, null);
        using var requestBudget = new RequestBudget(services.Settings, services.Clock, services.Endpoint, null);
        if (keeps)
            await requestBudget.AttachAsync(services.StoreOnce.Services, cancellationToken);
        try
        {
            await retry.ExecuteAsync(
                async token =>
                {
                    await using var session = await services.OpenSource(requestBudget).OpenAsync(token);
                    await ask(session, token);
                },
                cancellationToken);
        }
        catch (Exception e) when (UnforeseenError.Is(e))
        {
            throw UnforeseenError.Of(e, SyncStrings.ReferenceFaultAdvice);
        }
        catch (StockSyncException e) when (e.StopsEverything)
        {
            await RememberAsync(requestBudget.BannedBy, cancellationToken);
            throw;
        }
        finally
        {
            await requestBudget.GiveBackAsync(services.StoreOnce.Services, cancellationToken);
        }
    }

    // True where the store can keep what is counted. A store that cannot be reached does not keep the service from being asked.
    async Task<bool> CheckAsync(CancellationToken cancellationToken)
    {
        bool keeps;
        try
        {
            keeps = await services.StoreOnce.InspectAsync(cancellationToken) is { SchemaVersion: > 0, IsWritable: true };
        }
        catch (StockSyncException)
        {
            return false;
        }
        ServiceBlock.Check(await services.StoreOnce.Services.GetServiceAsync(services.Endpoint, cancellationToken), services.Endpoint, services.Clock);
        if (await services.StoreOnce.Runs.GetRunsAsync(activeOnly: true, 1, cancellationToken) is [var run, ..])
            throw new StockSyncException(
                ErrorIds.RunActive,
                ErrorKind.Busy,
                SyncStrings.FormatRunActive(run.RunId, run.Host, run.ProcessId, run.DaysSettled, run.Days),
                SyncStrings.RunActiveAdvice,
                run.RunId);
        return keeps;
    }

    async Task RememberAsync(string? code, CancellationToken cancellationToken)
    {
        var info = await services.StoreOnce.InspectAsync(cancellationToken);
        if (!info.IsWritable)
            return;
        if (info.SchemaVersion == 0)
            await services.StoreOnce.InitializeAsync(cancellationToken);
        var service = await services.StoreOnce.Services.GetServiceAsync(services.Endpoint, cancellationToken);
        await services.StoreOnce.Services.PutServiceAsync(
            service with { BlockedUntil = services.Clock.UtcNow + services.Settings.BanCooldown, BlockedReason = code }, cancellationToken);
    }
}
