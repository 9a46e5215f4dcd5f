using StockSync.Engine.Stores.Sql;
using StockSync.Tests.Crash;
using StockSync.Tests.Soak;
using StockSync.Tests.Stores;
using Xunit;

namespace StockSync.Tests.DatabaseFaults;

/// <summary>Checkpoints that are not what a run left: the next run goes by the rows, puts the checkpoint right and leaves no gap.</summary>
public abstract class CheckpointFaultContract : CrashTest
{
    const string Day = "2024-01-10";
    const string Saturday = "2024-01-06";
    const string Columns = "trade_date, status, expected, stored, suspended, late, failed, quarantined, inserted, updated, unchanged, attempts";

    static readonly Edit[] s_edits =
    [
        new("all checkpoints missing", "delete from sync_day", 0),
        new("one checkpoint missing", "delete from sync_day where trade_date = 'DAY'", 0),
        new("checkpoint and rows missing", "delete from sync_day where trade_date = 'DAY'; delete from daily_stock_data where trade_date = 'DAY'", 1),
        new("a day's rows missing", "delete from daily_stock_data where trade_date = 'DAY'", 1, IsTold: true),
        new("one row missing", "delete from daily_stock_data where trade_date = 'DAY' and stock_code = 'STOCK'", 1, IsTold: true),
        new("a month's rows missing", "delete from daily_stock_data where trade_date < '2024-02-01'", 22, IsTold: true),
        new("all rows missing", "delete from daily_stock_data", 38, IsTold: true),
        new("behind: pending", "update sync_day set status = 'Pending', expected = 0, stored = 0, suspended = 0 where trade_date = 'DAY'", 0),
        new("behind: partial", "update sync_day set status = 'Partial', expected = expected + 3, late = 3 where trade_date = 'DAY'", 0),
        new("behind: failed", "update sync_day set status = 'Failed', failed = expected, stored = 0 where trade_date = 'DAY'", 0),
        new("a negative count", "update sync_day set stored = -5 where trade_date = 'DAY'", 0, IsTold: true),
        new("a count too high", "update sync_day set stored = 999999 where trade_date = 'DAY'", 0, IsTold: true),
        new("negative expectations and tries", "update sync_day set expected = -1, attempts = -7, late = -3 where trade_date = 'DAY'", 0, IsTold: true),
        new("a day on which nobody trades", $"insert into sync_day ({Columns}) values ('{Saturday}', 'Completed', 0, 0, 0, 0, 0, 0, 0, 0, 0, 1)", 0),
        new("a day in the future", $"insert into sync_day ({Columns}) values ('2999-12-31', 'Completed', 0, 0, 0, 0, 0, 0, 0, 0, 0, 1)", 0),
        new("a stock noted as answered without its rows", """
            delete from daily_stock_data where stock_code = 'STOCK';
            insert into sync_stock (stock_code, from_date, to_date, answered_on) values ('STOCK', '2024-01-01', '2024-12-31', 'NOW')
            """, 1, IsTold: true) { Shape = RequestShape.StockRange },
        new("a note that ends before it begins", """
            delete from daily_stock_data where stock_code = 'STOCK' and trade_date = 'DAY';
            insert into sync_stock (stock_code, from_date, to_date, answered_on) values ('STOCK', '2999-12-31', '1900-01-01', 'NOW')
            """, 1, IsTold: true) { Shape = RequestShape.StockRange },
        new("a row taken for that of a stock not listed", """
            delete from daily_stock_data where stock_code = 'STOCK' and trade_date = 'DAY';
            insert into sync_absence (stock_code, from_date, to_date, state, reason, first_on, last_on, answers)
            values ('STOCK', 'DAY', 'DAY', 'NotListed', 'NotListed', 'DAY', 'DAY', 1)
            """, 1, IsTold: true),
    ];

    /// <summary>An edit that only this database takes, and that leaves a checkpoint which cannot be read.</summary>
    private protected abstract IReadOnlyList<string> Unreadable { get; }

    [StoreFact]
    public async Task A_checkpoint_that_does_not_fit_its_rows_is_put_right_and_told_and_nothing_is_skipped()
    {
        using var report = new FaultReport("F22", "checkpoint edited by hand", StoreName);
        await using var rig = await StartAsync();
        await rig.Engine.RunAsync(rig.Backfill);
        string stock = (await rig.Engine.ReadAsync(e => e.GetBarsAsync(new BarQuery(), default)))
            .GroupBy(b => b.Code).First(g => g.Count() == rig.Days.Count).Key;
        foreach (var edit in s_edits)
        {
            await rig.Database.ExecuteAsync(edit.Sql.Replace("DAY", Day, StringComparison.Ordinal).Replace("STOCK", stock, StringComparison.Ordinal).Replace("NOW", Beijing.Today(TimeProvider.System).Text(), StringComparison.Ordinal));
            int before = rig.Engine.BarRequests;

            var seen = await rig.Engine.RunAsync(rig.Backfill with { Shape = edit.Shape });

            Assert.True(edit.Requests == rig.Engine.BarRequests - before, $"{edit.What}: {rig.Engine.BarRequests - before} requests");
            Assert.True(edit.IsTold == seen.Warnings.Any(w => w.Contains("do not match the rows", StringComparison.Ordinal)), $"{edit.What}: {string.Join("; ", seen.Warnings)}");
            Assert.True(seen.Days.Count == rig.Days.Count && seen.Days.All(d => d.Status == SyncDayStatus.Completed), edit.What);
            // The edits took rows away, so the runs' sums say nothing.
            var found = (await CrashChecker.FindAsync(rig, isDone: true)).Where(f => !f.StartsWith("I4 runs", StringComparison.Ordinal));
            Assert.True(!found.Any(), $"{edit.What}: {string.Join("; ", found)}");
            Assert.All(seen.Days, d => Assert.Equal((d.Expected, true), (d.Stored + d.Suspended, d.Late + d.Failed + d.Quarantined == 0)));
            report.Case();
        }
        report.Right();
    }

    [StoreFact]
    public async Task A_checkpoint_that_cannot_be_read_is_told_with_its_row_and_once_deleted_derived_from_the_rows()
    {
        using var report = new FaultReport("F22", "checkpoint unreadable", StoreName);
        await using var rig = await StartAsync();
        await rig.Engine.RunAsync(rig.Backfill);
        foreach (string sql in Unreadable)
        {
            await rig.Database.ExecuteAsync(sql.Replace("DAY", Day, StringComparison.Ordinal));
            int frames = rig.Engine.Service.Log.Entries.Count;

            var error = await Assert.ThrowsAsync<StockSyncException>(() => rig.Engine.RunAsync(rig.Backfill));

            Assert.True((error.ErrorId, error.Kind, error.IsTransient) == (ErrorIds.StoreFailed, ErrorKind.InvalidData, false), $"{sql}: {error}");
            Assert.Contains("sync_day", error.Message, StringComparison.Ordinal);
            Assert.Contains("delete that row", error.Advice, StringComparison.Ordinal);
            Assert.Equal(frames, rig.Engine.Service.Log.Entries.Count);
            await rig.Database.ExecuteAsync($"delete from sync_day where trade_date = '{Day}'");
            int before = rig.Engine.BarRequests;
            await Whole.RunAndAssertAsync(rig, wasEdited: true);
            Assert.Equal(before, rig.Engine.BarRequests);
            report.Case();
        }
        report.Right();
    }
}
