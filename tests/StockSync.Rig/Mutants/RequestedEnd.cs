using System.Globalization;
using StockSync.Engine.Stores.Contract;

namespace StockSync.Rig.Mutants;

/// <summary>Bug: the first answer moves the checkpoint to the end of what was asked for, not of what was received.</summary>
sealed class RequestedEnd(ISyncStore inner, SideDoor database) : MutantStore(inner)
{
    DateOnly _from, _to;

    public override Task PrepareRangeAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        (_from, _to) = (from, to);
        return base.PrepareRangeAsync(from, to, cancellationToken);
    }

    public override async Task<CommitResult> CommitAsync(StoreCommit commit, CancellationToken cancellationToken)
    {
        var result = await base.CommitAsync(commit, cancellationToken);
        await database.ExecuteAsync(string.Create(CultureInfo.InvariantCulture, $"""
            insert into sync_day (trade_date, status, expected, stored, suspended, late, failed, quarantined, inserted, updated, unchanged, attempts)
            select trade_date, 'Completed', 1, 1, 0, 0, 0, 0, 1, 0, 0, 1 from trading_calendar
            where is_open and trade_date between '{_from:yyyy-MM-dd}' and '{_to:yyyy-MM-dd}' on conflict (trade_date) do nothing
            """));
        return result;
    }
}
