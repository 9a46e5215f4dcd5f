using StockSync.Engine.Sources.Contract;
using StockSync.Engine.Stores.Contract;

namespace StockSync.Rig.Mutants;

/// <summary>Bug: rows are appended to a table without a key, in small transactions of their own before the checkpoint's.</summary>
sealed class NoKey(ISyncStore inner, SideDoor database) : MutantStore(inner)
{
    // Less than a day has: a day that is there whole is not asked for again.
    const int Rows = 10;

    const string TakeFileKey = """
        create table keyless as select * from daily_stock_data; drop table daily_stock_data;
        alter table keyless rename to daily_stock_data
        """;

    public override async Task<DatabaseInfo> InitializeAsync(CancellationToken cancellationToken)
    {
        var info = await base.InitializeAsync(cancellationToken);
        if (!database.IsFile)
            await database.ExecuteAsync("alter table daily_stock_data drop constraint if exists daily_stock_data_pkey");
        else if (await database.ExecuteAsync("select count(*) from pragma_index_list('daily_stock_data') where origin = 'pk'") is > 0L)
            await database.ExecuteAsync(TakeFileKey);
        return info;
    }

    public override async Task<CommitResult> CommitAsync(StoreCommit commit, CancellationToken cancellationToken)
    {
        var (total, perDay) = (default(RowCounts), new Dictionary<DateOnly, RowCounts>());
        for (int first = 0; first < (commit.Bars?.Count ?? 0); first += Rows)
        {
            var part = new BarBatch();
            for (int i = first; i < Math.Min(first + Rows, commit.Bars!.Count); i++)
                part.Add(commit.Bars[i]);
            var written = await base.CommitAsync(
                new StoreCommit { Now = commit.Now, RunId = commit.RunId, Lease = commit.Lease, Bars = part, ExpectNew = true }, cancellationToken);
            total += written.Rows;
            foreach (var (day, counts) in written.PerDay)
                perDay[day] = perDay.GetValueOrDefault(day) + counts;
        }
        var settled = await base.CommitAsync(commit with { Bars = null }, cancellationToken);
        return settled with { Rows = total, PerDay = perDay };
    }
}
