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

    static int s_roles;

    // For all roles; who changes more than a role gets another.
    static readonly Lazy<Task<PostgresDatabase>> s_shared = new(CreateDatabaseAsync);

    /// <summary>
    /// What is wrong, as SQL with the places DB and ROLE, on a database that has tables and a role that may do all that a run needs; and
    /// whether more than that role is changed.
    /// </summary>
    public static TheoryData<string, string, bool, string, ErrorKind, string> Obstacles() => new()
    {
        { "a read-only database", "alter database DB set default_transaction_read_only = on", true, ErrorIds.StoreReadOnly, ErrorKind.Permission, "write permission" },
        { "a read-only role", "alter role ROLE set default_transaction_read_only = on", false, ErrorIds.StoreReadOnly, ErrorKind.Permission, "write permission" },
        { "no bars may be inserted", "revoke insert on daily_stock_data from ROLE", false, ErrorIds.StoreReadOnly, ErrorKind.Permission, "write permission" },
        { "no checkpoint may be updated", "revoke update on sync_day from ROLE", false, ErrorIds.StoreReadOnly, ErrorKind.Permission, "write permission" },
        { "no note may be deleted", "revoke delete on sync_stock from ROLE", false, ErrorIds.StoreReadOnly, ErrorKind.Permission, "write permission" },
        { "the lease may not be read", "revoke select on sync_lease from ROLE", false, ErrorIds.StoreReadOnly, ErrorKind.Permission, "write permission" },
        { "the journal may not be read", "revoke all on sync_schema_journal from ROLE", false, ErrorIds.StoreReadOnly, ErrorKind.Permission, "role that can" },
        { "no temporary tables", "revoke temp on database DB from ROLE", false, ErrorIds.StoreReadOnly, ErrorKind.Permission, "write permission" },
        { "the schema may not be used", "revoke usage on schema public from ROLE", false, ErrorIds.StoreReadOnly, ErrorKind.Permission, "write permission" },
        { "the database may not be connected to", "revoke connect on database DB from ROLE", false, ErrorIds.StoreReadOnly, ErrorKind.Permission, "role that can" },
        { "the role may not log in", "alter role ROLE nologin", false, ErrorIds.StoreLoginRefused, ErrorKind.Authentication, "connection string" },
        { "no tables, and none may be created", "create schema of_ROLE; grant usage on schema of_ROLE to ROLE; alter role ROLE set search_path = of_ROLE", false, ErrorIds.StoreReadOnly, ErrorKind.Permission, "write permission" },
        { "no default schema", "alter role ROLE set search_path = nowhere", false, ErrorIds.StoreReadOnly, ErrorKind.Permission, "write permission" },
        { "a month that only the owner could add", DropMonths, true, ErrorIds.StoreReadOnly, ErrorKind.Permission, "create" },
        { "the bars are gone", "drop table daily_stock_data", true, ErrorIds.StoreFailed, ErrorKind.InvalidData, "Restore" },
        { "a small table is gone", "drop table sync_budget", true, ErrorIds.StoreFailed, ErrorKind.InvalidData, "Restore" },
        { "a newer schema", "insert into sync_schema_journal values (40, 'future', now(), '9.8.7')", true, ErrorIds.StoreSchemaNewer, ErrorKind.InvalidData, "9.8.7" },
    };

    [PostgresTheory]
    [MemberData(nameof(Obstacles))]
    public async Task What_keeps_a_run_from_writing_is_told_with_a_remedy_before_a_frame_is_sent(
        string what, string sql, bool isMoreThanRole, string errorId, ErrorKind kind, string hint)
    {
        using var report = new FaultReport("F15", what, "PostgreSQL");
        var owner = await (isMoreThanRole ? CreateDatabaseAsync() : s_shared.Value);
        var role = await CreateRoleAsync(owner, sql);
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
        var role = await CreateRoleAsync(await s_shared.Value, "");
        await using var rig = await StartAsync(role);

        await rig.BackfillAsync(s_from, s_to);

        await TruthChecker.AssertEqualAsync(rig, s_from, s_to);
    }

    static async Task<PostgresDatabase> CreateDatabaseAsync()
    {
        var owner = await (await PostgresCluster.SharedAsync()).CreateDatabaseAsync();
        await using var store = StoreFactory.Open(new SyncSettings { Database = owner.Uri }, TimeProvider.System);
        await store.InitializeAsync(default);
        await store.Bars.PrepareRangeAsync(s_from, s_to, default);
        // What everybody has is given to each role by name, so that it can be taken from one.
        await owner.QueryAsync($"revoke all on database {owner.Name} from public; revoke all on schema public from public");
        return owner;
    }

    static async Task<PostgresDatabase> CreateRoleAsync(PostgresDatabase owner, string sql)
    {
        var role = await owner.CreateRoleAsync($"writer_{Interlocked.Increment(ref s_roles)}");
        const string rights = """
            grant connect, temp on database DB to ROLE;
            grant usage on schema public to ROLE;
            grant select, insert, update, delete on all tables in schema public to ROLE;
            """;
        await owner.QueryAsync($"{rights}\n{sql}".Replace("DB", owner.Name, StringComparison.Ordinal).Replace("ROLE", role.User, StringComparison.Ordinal));
        return role;
    }

    static async Task<EngineRig> StartAsync(PostgresDatabase role) =>
        await EngineRig.StartAsync(new MadeUpMarket(seed: 5, stocks: 10, s_from, s_to), database: role.ConnectionString);
}
