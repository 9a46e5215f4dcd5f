using Microsoft.Data.Sqlite;
using StockSync.Engine;
using StockSync.MarketServer;
using StockSync.Rig;
using StockSync.Tests.Crash;
using StockSync.Tests.EndToEnd;
using StockSync.Tests.Soak;
using StockSync.Tests.Stores;
using Xunit;
using Xunit.Abstractions;

namespace StockSync.Tests.DatabaseFaults;

/// <summary>Files that a disk or another program has damaged.</summary>
public class SqliteDamageTests(ITestOutputHelper output)
{
    // Where the header of a file has it.
    static readonly Range s_userVersion = 60..64;

    [Fact]
    public async Task A_torn_log_takes_rows_and_checkpoint_together()
    {
        using var report = new FaultReport("F16", "write-ahead log torn or flipped", "SQLite");
        var database = new SqliteTestDatabase();
        await using var rig = await CrashRig.StartAsync(database);
        var killed = await rig.RunAsync("--die-at", FailPoint.BeforeCommit, "--nth", "9");
        Assert.Equal(FailPoint.BeforeCommit, killed.DiedAt);
        byte[] main = await File.ReadAllBytesAsync(database.Text), log = await File.ReadAllBytesAsync(database.Text + "-wal");
        var kept = new HashSet<int>();
        for (int seed = 0; seed < FaultCount.Tears; seed++)
        {
            // The memory beside them is gone with the power.
            File.Delete(database.Text + "-shm");
            await File.WriteAllBytesAsync(database.Text, main);
            await File.WriteAllBytesAsync(database.Text + "-wal", log);
            var done = Damage.Do(database.Text + "-wal", seed, mostBytes: 1);

            Assert.True(await database.ScalarAsync("pragma integrity_check") == "ok", done.Story);
            // A log cut off before the first table is an empty database.
            if (await database.ScalarAsync("select count(*) from sqlite_schema") != "0")
            {
                var found = await CrashChecker.FindAsync(rig, isDone: false);
                Assert.True(found.Count == 0, $"{done}:\n{string.Join('\n', found)}");
            }
            kept.Add((await rig.Engine.CheckpointAsync()).Count);
            if (seed % 20 == 0)
                await Whole.RunAndAssertAsync(rig);
            report.Case();
        }
        // The tears did tear: where they fell decided how much was left.
        Assert.InRange(kept.Count, 4, rig.Days.Count);
        report.Right();
    }

    /// <summary>
    /// SQLite has no checksum over its pages. What breaks their order is noticed when it is met, and the file is refused; a day whose rows
    /// have become fewer is asked for again. But a bit turned within a value makes another value, and nothing in the file can tell: such a
    /// row stays wrong until a run with -Force, or a copy, puts it right. So a run that ends without an error is held not to the truth but
    /// to what the damage did: no more rows are wrong than were hit, and the file is still the file.
    /// </summary>
    [Fact]
    public async Task A_damaged_file_is_refused_with_a_way_out_or_wrong_only_where_it_was_hit_and_never_replaced()
    {
        using var report = new FaultReport("F16", "database file cut off or flipped", "SQLite");
        var database = new SqliteTestDatabase();
        await using var rig = await CrashRig.StartAsync(database);
        await rig.Engine.RunAsync(rig.Backfill with { To = rig.Days[20] });
        // In the file's header, and in no file that somebody would make anew.
        await database.ExecuteAsync("pragma user_version = 4711");
        byte[] sound = await File.ReadAllBytesAsync(database.Text);
        int refused = 0, wrong = 0;
        for (int seed = 0; seed < FaultCount.Tears; seed++)
        {
            await File.WriteAllBytesAsync(database.Text, sound);
            // Few bytes hit values for the most part, many hit the order of the pages.
            var done = Damage.Do(database.Text, seed, mostBytes: seed % 2 == 0 ? 3 : 200);
            byte[] damaged = await File.ReadAllBytesAsync(database.Text);
            var error = await RunAsync(rig);
            if (error is not null)
            {
                Assert.True(error.ErrorId is ErrorIds.StoreNotADatabase or ErrorIds.StoreFailed && error.Kind == ErrorKind.InvalidData, $"{done}: {error}");
                Assert.True(error.Message.Contains(database.Text, StringComparison.Ordinal), $"{done}: {error}");
                Assert.True(error.Advice!.Contains("restore", StringComparison.OrdinalIgnoreCase), $"{done}: {error.Advice}");
                refused++;
            }
            byte[] left = await File.ReadAllBytesAsync(database.Text);
            Assert.True(left.Length >= damaged.Length && left.AsSpan(s_userVersion).SequenceEqual(damaged.AsSpan(s_userVersion)), done.Story);
            if (error is null)
            {
                int rows = await CountWrongAsync(rig, database);
                // A hit key is a row that was never published and one that is missing.
                Assert.True(rows <= 2 * done.Hits, $"{done}: {rows} rows wrong");
                wrong += rows;
            }
            DeleteLog(database);
            report.Case();
        }
        output.WriteLine($"Of {FaultCount.Tears} damaged files {refused} were refused; in the others {wrong} rows were wrong.");
        Assert.InRange(refused, FaultCount.Tears / 2, FaultCount.Tears);
        // From a copy, as the advice says, the next run goes on.
        await File.WriteAllBytesAsync(database.Text, sound);
        await Whole.RunAndAssertAsync(rig);
        report.Right();
    }

    static async Task<StockSyncException?> RunAsync(CrashRig rig)
    {
        try
        {
            await rig.Engine.RunAsync(rig.Backfill);
            return null;
        }
        catch (StockSyncException e)
        {
            return e;
        }
    }

    // Rows that differ from what was published, were never published, or are missing.
    static async Task<int> CountWrongAsync(CrashRig rig, SqliteTestDatabase database)
    {
        var truth = rig.Engine.Market.AShareBars(rig.Days[0], rig.Days[^1])
            .ToDictionary(b => (Code: StockCode.TryParse(b.Code, out var code) ? code.ToString() : b.Code, b.Day));
        int wrong = 0;
        try
        {
            // A damaged index may hide rows that the table has. It holds nothing of its own, so it is made anew before the table is read.
            await database.ExecuteAsync("reindex");
            await using var engine = EngineFactory.Create(rig.Engine.Settings);
            await foreach (var bar in engine.GetBarsAsync(new BarQuery(), CancellationToken.None))
            {
                if (!truth.Remove((bar.Code, DateOnly.FromDateTime(bar.Date)), out var published) || TruthChecker.Difference(bar, published) is not null)
                    wrong++;
            }
        }
        catch (Exception e) when (e is SqliteException or StockSyncException { Kind: ErrorKind.InvalidData })
        {
            // The run had no need of the page or value that is damaged; whoever reads it is told.
            return 0;
        }
        return wrong + truth.Count;
    }

    static void DeleteLog(SqliteTestDatabase database)
    {
        File.Delete(database.Text + "-wal");
        File.Delete(database.Text + "-shm");
    }
}
