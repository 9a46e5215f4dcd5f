using StockSync.Engine;
using StockSync.Tests.Fakes;
using Xunit;

namespace StockSync.Tests.Joining;

/// <summary>A machine that is connected already, for another database, cannot join: it would be its address's second connection.</summary>
public class BusyEndpointTests
{
    [PostgresFact]
    public async Task A_machine_whose_endpoint_is_in_use_says_so_and_the_others_do_all()
    {
        await using var rig = await JoinRig.StartAsync();
        StockSyncException? error = null;
        var leader = new MeetingObserver
        {
            Meet = async () =>
            {
                using var other = EngineFactory.Locks().Take(rig.Second.Service.Endpoint.ToString(), rig.Second.Host!, "other");
                error = await Assert.ThrowsAsync<StockSyncException>(() => rig.JoinAsync(new MeetingObserver()));
            },
        };
        await rig.LeadAsync(leader);

        Assert.Equal(ErrorIds.EndpointBusy, error!.ErrorId);
        Assert.Equal(0, rig.Second.Service.Log.Connections);
        Assert.All(leader.Seen.Days, d => Assert.Equal(SyncDayStatus.Completed, d.Status));
        await rig.AssertTruthAsync();
    }
}
