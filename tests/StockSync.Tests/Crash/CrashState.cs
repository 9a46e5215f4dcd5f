using StockSync.Engine.Stores;

namespace StockSync.Tests.Crash;

/// <summary>What the database says is done, between two rigs.</summary>
sealed record CrashState(int Connections, IReadOnlySet<DateOnly> Complete, IReadOnlySet<string> Covered)
{
    public static async Task<CrashState> ReadAsync(CrashRig rig)
    {
        int connections = rig.Engine.Service.Log.Connections;
        await using var store = StoreFactory.Open(rig.Engine.Settings, TimeProvider.System);
        // A kill in the middle of an upgrade leaves an older schema.
        await store.InspectAsync(CancellationToken.None);
        var days = await store.Days.GetDaysAsync(null, null, CancellationToken.None);
        var covered = await store.Days.GetCoverageAsync(Beijing.Today(TimeProvider.System), CancellationToken.None);
        return new CrashState(
            connections,
            days.Where(d => d.Status == SyncDayStatus.Completed).Select(d => DateOnly.FromDateTime(d.Date)).ToHashSet(),
            covered.Select(c => c.Code.ToString()).ToHashSet());
    }
}
