using System.Diagnostics;
using StockSync.Engine.Stores;
using StockSync.MarketServer;
using StockSync.Tests.EndToEnd;
using StockSync.Tests.Fakes;
using StockSync.Tests.Soak;
using Xunit;

namespace StockSync.Tests.DatabaseFaults;

/// <summary>Roles and databases on which no run can succeed: told with a remedy, at once, and before the market service hears of us.</summary>
public class PostgresRightsTests
{
    const string DropMonths = """
        do $$ begin
            execute (select 'drop table ' || string_agg(inhrelid::regclass::text, ', ') from pg_inherits where inhparent = 'daily_stock_data'::regclass);
        end $$
        """;

    static readonly DateOnly s_from = new(2024, 1, 2);
    static readonly DateOnly s_to = new(2024, 1, 31);

    // Far less than a run takes, far more than a look; the bar for a user who waits.
    static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    /// <summary>What is wrong, as SQL with the places DB and ROLE, on a database that has tables and a role that may do all that a run needs.</summary>
    public static TheoryData<string, string, string, ErrorKind, string> Obstacles() => new()
    {
        { "a read-only database", "alter database DB set default_transaction_read_only = on", ErrorIds.StoreReadOnly, ErrorKind.Permission, "right to write" },
        { "a read-only role", "alter role ROLE set default_transaction_read_only = on", ErrorIds.StoreReadOnly, ErrorKind.Permission, "right to write" },
        { "no bars may be inserted", "revoke insert on daily_stock_data from ROLE", ErrorIds.StoreReadOnly, ErrorKind.Permission, "right to write" },
        { "no checkpoint may be updated", "revoke update on sync_day from ROLE", ErrorIds.StoreReadOnly, ErrorKind.Permission, "right to write" },
        { "no note may be deleted", "revoke delete on sync_stock from ROLE", ErrorIds.StoreReadOnly, ErrorKind.Permission, "right to write" },
        { "the lease may not be read", "revoke select on sync_lease from ROLE", ErrorIds.StoreReadOnly, ErrorKind.Permission, "right to write" },
        { "the journal may not be read", "revoke all on sync_schema_journal from ROLE", ErrorIds.StoreReadOnly, ErrorKind.Permission, "role that may" },
        { "no temporary tables", "revoke temp on database DB from public", ErrorIds.StoreReadOnly, ErrorKind.Permission, "right to write" },
        { "the schema may not be used", "revoke usage on schema public from public", ErrorIds.StoreReadOnly, ErrorKind.Permission, "right" },
        { "the database may not be connected to", "revoke connect on database DB from public", ErrorIds.StoreReadOnly, ErrorKind.Permission, "role that may" },
        { "the role may not log in", "alter role ROLE nologin", ErrorIds.StoreLoginRefused, ErrorKind.Authentication, "connection text" },
        { "no tables, and none may be created", "drop schema public cascade; create schema public; grant usage on schema public to ROLE", ErrorIds.StoreReadOnly, ErrorKind.Permission, "right" },
        { "no default schema", "alter role ROLE set search_path = nowhere", ErrorIds.StoreReadOnly, ErrorKind.Permission, "right" },
        { "a month that only the owner could add", DropMonths, ErrorIds.StoreReadOnly, ErrorKind.Permission, "create" },
        { "the bars are gone", "drop table daily_stock_data", ErrorIds.StoreFailed, ErrorKind.InvalidData, "Restore" },
        { "a small table is gone", "drop table sync_budget", ErrorIds.StoreFailed, ErrorKind.InvalidData, "Restore" },
        { "a newer schema", "insert into sync_schema_journal values (40, 'future', now(), '9.8.7')", ErrorIds.StoreSchemaNewer, ErrorKind.InvalidData, "9.8.7" },
    };

    [PostgresTheory]
    [MemberData(nameof(Obstacles))]
    public async Task What_keeps_a_run_from_writing_is_told_with_a_remedy_before_a_frame_is_sent(
        string what, string sql, string errorId, ErrorKind kind, string hint)
    {
        using var report = new FaultReport("F15", what, "PostgreSQL");
        var (owner, role) = await CreateAsync();
        await owner.QueryAsync(sql.Replace("DB", owner.Name, StringComparison.Ordinal).Replace("ROLE", role.User, StringComparison.Ordinal));
        await using var rig = await StartAsync(role);
        long start = Stopwatch.GetTimestamp();

        var error = await Assert.ThrowsAsync<StockSyncException>(() => rig.BackfillAsync(s_from, s_to));

        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, s_patience);
        Assert.True((error.ErrorId, error.Kind, error.IsTransient) == (errorId, kind, false), error.ToString());
        Assert.Contains(owner.Name, error.Message, StringComparison.Ordinal);
        Assert.Contains(hint, error.Advice, StringComparison.Ordinal);
        Assert.Empty(rig.Service.Log.Entries);
        report.Case();
        report.Right();
    }

    [PostgresFact]
    public async Task A_role_that_may_do_what_a_run_needs_and_no_more_completes_it()
    {
        var (_, role) = await CreateAsync();
        await using var rig = await StartAsync(role);

        await rig.BackfillAsync(s_from, s_to);

        await TruthChecker.AssertEqualAsync(rig, s_from, s_to);
    }

    static async Task<(PostgresDatabase Owner, PostgresDatabase Role)> CreateAsync()
    {
        var owner = await (await PostgresCluster.SharedAsync()).CreateDatabaseAsync();
        await using (var store = StoreFactory.Open(new SyncSettings { Database = owner.Uri }, TimeProvider.System))
        {
            await store.InitializeAsync(default);
            await store.PrepareRangeAsync(s_from, s_to, default);
        }
        var role = await owner.CreateRoleAsync($"writer_{owner.Name}");
        await owner.QueryAsync($"grant select, insert, update, delete on all tables in schema public to {role.User}");
        return (owner, role);
    }

    static async Task<EngineRig> StartAsync(PostgresDatabase role) =>
        await EngineRig.StartAsync(new MadeUpMarket(seed: 5, stocks: 10, s_from, s_to), database: role.ConnectionString);
}
