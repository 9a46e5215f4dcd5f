using System.Net.Sockets;
using System.Security.Authentication;
using Npgsql;
using StockSync.Engine.Stores;
using StockSync.Engine.Stores.Contract;
using StockSync.Tests.Fakes;
using Xunit;
using PostgresErrors = StockSync.Engine.Stores.Postgres.PostgresErrors;

namespace StockSync.Tests.Stores;

/// <summary>What can be wrong with a server, and what the user is told.</summary>
public sealed class PostgresErrorTests
{
    static readonly CancellationToken s_none = CancellationToken.None;

    [Theory]
    [InlineData("28P01", "x", ErrorIds.StoreLoginRefused, false)]
    [InlineData("28000", "x", ErrorIds.StoreLoginRefused, false)]
    [InlineData("3D000", "x", ErrorIds.StoreUnreachable, false)]
    [InlineData("42501", "x", ErrorIds.StoreReadOnly, false)]
    [InlineData("25006", "x", ErrorIds.StoreReadOnly, false)]
    [InlineData("53100", "could not extend file because project size limit (512 MB) has been exceeded", ErrorIds.StoreFull, false)]
    [InlineData("53300", "x", ErrorIds.StoreUnreachable, true)]
    [InlineData("40001", "x", ErrorIds.StoreFailed, true)]
    [InlineData("40P01", "x", ErrorIds.StoreFailed, true)]
    [InlineData("57P01", "terminating connection due to administrator command", ErrorIds.StoreUnreachable, true)]
    [InlineData("57P02", "x", ErrorIds.StoreUnreachable, true)]
    [InlineData("57P03", "x", ErrorIds.StoreUnreachable, true)]
    [InlineData("57P05", "x", ErrorIds.StoreUnreachable, true)]
    [InlineData("08006", "x", ErrorIds.StoreUnreachable, true)]
    [InlineData("08P01", "unsupported startup parameter: search_path", ErrorIds.StoreUnreachable, false)]
    [InlineData("08P01", "invalid server parameter", ErrorIds.StoreUnreachable, true)]
    [InlineData("42P01", "x", ErrorIds.StoreEmpty, false)]
    [InlineData("42703", "column \"reason\" does not exist", ErrorIds.StoreFailed, false)]
    [InlineData("22003", "x", ErrorIds.StoreFailed, false)]
    [InlineData("XX000", "Control plane request failed: endpoint is disabled", ErrorIds.StoreUnreachable, false)]
    [InlineData("XX000", "Control plane request failed: endpoint cannot be found", ErrorIds.StoreUnreachable, false)]
    [InlineData("XX000", "endpoint is temporarily unavailable. Check your quotas and/or contact our support", ErrorIds.StoreUnreachable, false)]
    [InlineData("XX000", "Couldn't connect to compute node", ErrorIds.StoreUnreachable, true)]
    public void States_of_the_server_are_told_apart(string state, string message, string errorId, bool isTransient)
    {
        var error = PostgresErrors.Translate(new PostgresException(message, "ERROR", "ERROR", state), "h/db")!;

        Assert.Equal((errorId, isTransient), (error.ErrorId, error.IsTransient));
        Assert.Contains("h/db", error.Message, StringComparison.Ordinal);
        Assert.NotNull(error.Advice);
    }

    [Fact]
    public void Broken_connections_may_be_tried_again_and_bad_certificates_not()
    {
        Assert.True(Translate(new SocketException((int)SocketError.ConnectionRefused)).IsTransient);
        Assert.True(Translate(new SocketException((int)SocketError.HostNotFound)).IsTransient);
        Assert.True(Translate(new EndOfStreamException()).IsTransient);
        Assert.Equal(ErrorKind.Timeout, Translate(new TimeoutException()).Kind);
        Assert.False(Translate(new AuthenticationException("the certificate is self-signed")).IsTransient);
        Assert.Null(PostgresErrors.Translate(new InvalidOperationException(), "h/db"));
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_unreachable()
    {
        await using var store = Open($"postgresql://bob:CanarySecret@127.0.0.1:{FreePort.Next()}/db");

        var error = await Assert.ThrowsAsync<StockSyncException>(() => store.InspectAsync(s_none));

        Assert.Equal((ErrorIds.StoreUnreachable, ErrorKind.Connection, true), (error.ErrorId, error.Kind, error.IsTransient));
        Assert.DoesNotContain("canarysecret", error.ToString(), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("bob", error.Message, StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task A_wrong_password_is_refused_without_repeating_it()
    {
        var database = await DatabaseAsync();
        await using var store = Open((database with { Password = "CanarySecret" }).Uri);

        var error = await Assert.ThrowsAsync<StockSyncException>(() => store.InspectAsync(s_none));

        Assert.Equal((ErrorIds.StoreLoginRefused, ErrorKind.Authentication, false), (error.ErrorId, error.Kind, error.IsTransient));
        Assert.DoesNotContain("canarysecret", error.ToString(), StringComparison.OrdinalIgnoreCase);
    }

    [PostgresFact]
    public async Task A_missing_password_is_a_refused_login()
    {
        var database = await DatabaseAsync();
        await using var store = Open($"postgresql://{database.User}@127.0.0.1:{database.Port}/{database.Name}");

        Assert.Equal(ErrorIds.StoreLoginRefused, (await Assert.ThrowsAsync<StockSyncException>(() => store.InspectAsync(s_none))).ErrorId);
    }

    [PostgresFact]
    public async Task A_database_that_does_not_exist_is_named()
    {
        await using var store = Open(((await DatabaseAsync()) with { Name = "no_such_database" }).Uri);

        var error = await Assert.ThrowsAsync<StockSyncException>(() => store.InspectAsync(s_none));

        Assert.Equal((ErrorIds.StoreUnreachable, ErrorKind.NotFound, false), (error.ErrorId, error.Kind, error.IsTransient));
        Assert.Contains("no_such_database", error.Message, StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task A_server_without_tls_is_told_as_such_where_tls_was_asked_for()
    {
        await using var store = Open((await DatabaseAsync()).Uri + "?sslmode=require");

        var error = await Assert.ThrowsAsync<StockSyncException>(() => store.InspectAsync(s_none));

        Assert.Equal((ErrorIds.StoreUnreachable, false), (error.ErrorId, error.IsTransient));
        Assert.Contains("sslmode", error.Advice, StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task A_role_that_may_only_read_can_read_and_is_told_that_it_cannot_write()
    {
        var owner = await DatabaseAsync();
        await using (var initial = Open(owner.Uri))
            await initial.InitializeAsync(s_none);
        var reader = await owner.CreateRoleAsync($"reader_{owner.Name}");
        await owner.QueryAsync($"grant select on all tables in schema public to {reader.User}");
        await using var store = Open(reader.Uri);

        Assert.False((await store.InspectAsync(s_none)).IsWritable);
        Assert.Empty(await store.Days.GetDaysAsync(null, null, s_none));
        foreach (var write in new Func<Task>[]
        {
            () => store.InitializeAsync(s_none),
            () => store.Bars.PrepareRangeAsync(TestBars.FirstDay, TestBars.FirstDay, s_none),
            () => store.Bars.CommitAsync(new StoreCommit { Now = DateTime.UtcNow, Bars = TestBars.Batch(TestBars.Days(1), 2) }, s_none),
        })
        {
            var error = await Assert.ThrowsAsync<StockSyncException>(write);
            Assert.Equal((ErrorIds.StoreReadOnly, ErrorKind.Permission, false), (error.ErrorId, error.Kind, error.IsTransient));
        }
    }

    [PostgresFact]
    public async Task A_session_that_was_ended_by_the_server_costs_one_try()
    {
        var database = await DatabaseAsync();
        await using var store = Open(database.Uri);
        await store.InitializeAsync(s_none);
        await database.QueryAsync($"select count(pg_terminate_backend(pid)) from pg_stat_activity where application_name = 'StockSync' and datname = '{database.Name}'");

        var failures = 0;
        for (int tries = 0; tries < 5; tries++)
        {
            try
            {
                await store.Days.GetDaysAsync(null, null, s_none);
            }
            catch (StockSyncException e)
            {
                Assert.Equal((ErrorIds.StoreUnreachable, true), (e.ErrorId, e.IsTransient));
                failures++;
            }
        }
        Assert.InRange(failures, 0, 2);
    }

    static StockSyncException Translate(Exception inner) => PostgresErrors.Translate(new NpgsqlException("x", inner), "h/db")!;

    static ISyncStore Open(string text) => StoreFactory.Open(new SyncSettings { Database = text }, TimeProvider.System);

    static async Task<PostgresDatabase> DatabaseAsync() => await (await PostgresCluster.SharedAsync()).CreateDatabaseAsync();
}
