using StockSync.Tests.Fakes;
using Xunit;

namespace StockSync.Tests;

public sealed class PostgresClusterTests
{
    [PostgresFact]
    public async Task Each_database_is_new_and_empty()
    {
        var cluster = await PostgresCluster.SharedAsync();
        var first = await cluster.CreateDatabaseAsync();
        var second = await cluster.CreateDatabaseAsync();

        await first.QueryAsync("CREATE TABLE t (a int); INSERT INTO t VALUES (1), (2)");

        Assert.Equal(["1", "2"], await first.QueryAsync("SELECT a FROM t ORDER BY a"));
        Assert.Equal("0", await second.ScalarAsync("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"));
    }

    [PostgresFact]
    public async Task A_role_can_log_in_and_has_no_other_right()
    {
        var cluster = await PostgresCluster.SharedAsync();
        var database = await cluster.CreateDatabaseAsync();
        await database.QueryAsync("CREATE TABLE t (a int)");

        var reader = await database.CreateRoleAsync("reader");

        Assert.Equal("reader", await reader.ScalarAsync("SELECT current_user"));
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => reader.QueryAsync("SELECT * FROM t"));
        Assert.Contains("permission denied", error.Message, StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task A_wrong_password_is_refused()
    {
        var cluster = await PostgresCluster.SharedAsync();
        var wrong = cluster.Superuser with { Password = "wrong" };

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => wrong.QueryAsync("SELECT 1"));

        Assert.Contains("password authentication failed", error.Message, StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task Committed_rows_survive_an_immediate_restart_on_the_same_port()
    {
        await using var cluster = await PostgresCluster.StartAsync();
        var database = await cluster.CreateDatabaseAsync();
        await database.QueryAsync("CREATE TABLE t (a int); INSERT INTO t VALUES (7)");

        await cluster.RestartAsync(immediate: true);

        Assert.Equal("7", await database.ScalarAsync("SELECT a FROM t"));
        Assert.Contains("automatic recovery in progress", await cluster.LogAsync(), StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task A_cluster_takes_settings_and_needs_no_password_when_none_is_set()
    {
        var options = new PostgresClusterOptions { Password = null, Settings = new Dictionary<string, string> { ["work_mem"] = "3MB" } };
        await using var cluster = await PostgresCluster.StartAsync(options);

        Assert.Equal("3MB", await cluster.Superuser.ScalarAsync("SHOW work_mem"));
    }

    [PostgresFact]
    public async Task A_disposed_cluster_leaves_no_server_behind()
    {
        var cluster = await PostgresCluster.StartAsync();
        await cluster.DisposeAsync();

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => cluster.Superuser.QueryAsync("SELECT 1"));

        Assert.Contains("Connection refused", error.Message, StringComparison.Ordinal);
    }

    [PgBouncerFact]
    public async Task The_pooler_hands_server_connections_out_by_transaction()
    {
        var cluster = await PostgresCluster.SharedAsync();
        var database = await cluster.CreateDatabaseAsync();
        await using var pooler = await PgBouncer.StartAsync(cluster, poolSize: 1);

        await pooler.Before(database).QueryAsync("SET work_mem = '5MB'");

        // No session of one's own: the setting of a client that has left is still there.
        Assert.Equal("5MB", await pooler.Before(database).ScalarAsync("SHOW work_mem"));
        var pools = await pooler.Before(database with { Name = "pgbouncer" }).QueryAsync("SHOW POOLS");
        Assert.Contains(pools, pool => pool.StartsWith(database.Name + "|", StringComparison.Ordinal) && pool.EndsWith("|transaction", StringComparison.Ordinal));
    }
}
