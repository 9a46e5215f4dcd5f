using System.Globalization;
using StockSync.Engine.Stores;
using StockSync.Engine.Stores.Contract;
using StockSync.Rig;
using StockSync.Tests.Crash;
using StockSync.Tests.EndToEnd;
using StockSync.Tests.Soak;
using StockSync.Tests.Stores;
using Xunit;

namespace StockSync.Tests.DatabaseFaults;

/// <summary>Databases of another version of the module, and modules that die while they make tables.</summary>
public abstract class SchemaFaultContract : CrashTest
{
    // Within it lies the making of the tables, on a slow machine too.
    const int MostMilliseconds = 200;
    const int RunsPerDatabase = 10;

    const string Broken = "create table extra (n integer);\ninsert into nowhere values (7)";
    const string Later = "alter table sync_day add column extra integer;\nupdate sync_day set extra = stored";

    private protected abstract string CountTables { get; }

    /// <summary>The type of an instant, as the journal has it.</summary>
    private protected abstract string InstantType { get; }

    /// <summary>The steps of the product.</summary>
    private protected abstract IReadOnlyList<SchemaStep> Steps { get; }

    /// <summary>A store whose newest version is that of the last step.</summary>
    private protected abstract ISyncStore OpenWith(SyncSettings settings, IReadOnlyList<SchemaStep> steps);

    [StoreFact]
    public async Task A_kill_while_tables_are_made_leaves_none_or_all_and_the_next_run_goes_on()
    {
        using var report = new FaultReport("F28", "killed while tables are made", StoreName);
        var random = new Random(28);
        while (report.Cases < FaultCount.SchemaKills)
        {
            await using var rig = await StartAsync();
            for (int runs = 0; runs < RunsPerDatabase && report.Cases < FaultCount.SchemaKills; runs++)
            {
                // In turn before the commit of the tables and anywhere around it.
                bool isAtPoint = report.Cases % 2 == 0;
                int after = random.Next(MostMilliseconds);
                string[] words = isAtPoint ? ["--die-at", FailPoint.SchemaStep] : ["--die-after", CrashRig.Text(after)];
                var run = await rig.RunAsync(words);
                // A fast machine may be through before its time.
                if (run.DiedAt is null)
                    break;
                int tables = int.Parse(await rig.Database.ScalarAsync(CountTables), CultureInfo.InvariantCulture);
                await using var store = OpenWith(rig.Engine.Settings, Steps);
                bool isMade = (await store.InspectAsync(default)).SchemaVersion > 0;
                Assert.True(isMade ? !isAtPoint : tables == 0, $"{run}: {tables} tables");
                report.Case();
                // They are made once.
                if (isMade)
                    break;
            }
            await Whole.RunAndAssertAsync(rig);
        }
        report.Right();
    }

    /// <summary>From version 0, a journal without an entry, to the last one before the newest; a step that is added is covered as it is.</summary>
    [StoreFact]
    public async Task A_database_of_every_older_version_is_brought_up_to_date_by_the_next_run()
    {
        using var report = new FaultReport("F28", "older schema", StoreName);
        for (int version = 0; version < Steps.Count; version++)
        {
            await using var rig = await StartAsync();
            if (version == 0)
            {
                await rig.Database.ExecuteAsync($"""
                    create table sync_schema_journal (version integer primary key, name text not null,
                        applied_at {InstantType} not null, module_version text not null)
                    """);
            }
            else
            {
                await using var old = OpenWith(rig.Engine.Settings, [.. Steps.Take(version)]);
                await old.InitializeAsync(default);
            }

            await Whole.RunAndAssertAsync(rig);

            Assert.Equal(
                string.Join(',', Steps.Select(s => s.Version)),
                await rig.Database.ScalarAsync($"select {Joined} from (select version from sync_schema_journal order by version) j"));
            report.Case();
        }
        report.Right();
    }

    [StoreFact]
    public async Task A_later_version_that_fails_half_way_changes_nothing_and_the_version_before_it_goes_on()
    {
        using var report = new FaultReport("F28", "upgrade that fails", StoreName);
        await using var rig = await StartAsync();
        await rig.Engine.RunAsync(rig.Backfill with { To = rig.Days[9] });
        string tables = await rig.Database.ScalarAsync(CountTables);
        await using (var later = OpenWith(rig.Engine.Settings, With(Broken)))
            await Assert.ThrowsAsync<StockSyncException>(() => later.InitializeAsync(default));

        Assert.Equal(tables, await rig.Database.ScalarAsync(CountTables));
        await Whole.RunAndAssertAsync(rig);
        report.Case();
        report.Right();
    }

    [StoreFact]
    public async Task A_database_that_a_later_version_has_upgraded_is_refused_whatever_is_asked_and_left_as_it_is()
    {
        using var report = new FaultReport("F28", "newer schema", StoreName);
        await using var rig = await StartAsync();
        await rig.Engine.RunAsync(rig.Backfill);
        await using (var later = OpenWith(rig.Engine.Settings, With(Later)))
            Assert.Equal(1, (await later.InitializeAsync(default)).UpgradesApplied);
        var day = rig.Days[3];
        int frames = rig.Engine.Service.Log.Entries.Count;
        string runs = await rig.Database.ScalarAsync("select count(*) from sync_run");

        await using (var engine = rig.Engine.Open())
        {
            foreach (var (what, use) in Uses(engine, rig.Backfill, day))
            {
                var error = await Assert.ThrowsAsync<StockSyncException>(use);
                Assert.True((error.ErrorId, error.Kind, error.IsTransient) == (ErrorIds.StoreSchemaNewer, ErrorKind.InvalidData, false), $"{what}: {error}");
                Assert.Contains("Update-PSResource", error.Advice, StringComparison.Ordinal);
                report.Case();
            }
        }

        Assert.Equal(frames, rig.Engine.Service.Log.Entries.Count);
        Assert.Equal(runs, await rig.Database.ScalarAsync("select count(*) from sync_run"));
        Assert.Equal(0, await CountDifferentAsync(rig));
        // The later one goes on with it.
        await using var again = OpenWith(rig.Engine.Settings, With(Later));
        Assert.Equal(rig.Days.Count, (await again.Days.GetDaysAsync(null, null, default)).Count);
        report.Right();
    }

    /// <summary>The versions of <c>j</c> as one text.</summary>
    private protected abstract string Joined { get; }

    IReadOnlyList<SchemaStep> With(string sql) => [.. Steps, new(Steps[^1].Version + 1, "later", sql)];

    static (string What, Func<Task> Use)[] Uses(ISyncEngine engine, SyncRequest request, DateOnly day) =>
    [
        ("run", () => engine.RunAsync(request, new RecordingObserver(), default)),
        ("plan", () => engine.PlanAsync(request, default)),
        ("initialize", () => engine.InitializeAsync(default)),
        ("days", () => engine.GetDaysAsync(null, null, default).ToListAsync().AsTask()),
        ("clear", () => engine.ClearDaysAsync([day], default)),
        ("import", () => engine.ImportDaysAsync([day], [], default).ToListAsync().AsTask()),
        ("failed stocks", () => engine.GetFailedStocksAsync(false, default).ToListAsync().AsTask()),
        ("runs", () => engine.GetRunsAsync(false, 10, default).ToListAsync().AsTask()),
        ("calendar", () => engine.GetCalendarAsync(day, day, default).ToListAsync().AsTask()),
        ("stocks", () => engine.GetStocksAsync(false, default).ToListAsync().AsTask()),
        ("stored stocks", () => engine.GetStoredStocksAsync(default).ToListAsync().AsTask()),
        ("bars", () => engine.GetBarsAsync(new BarQuery(), default).ToListAsync().AsTask()),
    ];

    // What the later step wrote, by what it was made of.
    static async Task<int> CountDifferentAsync(CrashRig rig) => int.Parse(
        await rig.Database.ScalarAsync("select count(*) from sync_day where extra is null or extra <> stored"), CultureInfo.InvariantCulture);
}
