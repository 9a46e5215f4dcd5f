using System.Net;
using System.Net.Sockets;

namespace StockSync.Tests.Fakes;

/// <summary>
/// PgBouncer in transaction mode before a test cluster, as Neon's pooler is before its servers: after a transaction
/// the next one may run on another connection. Debian's version knows nothing of prepared statements.
/// </summary>
sealed class PgBouncer : IAsyncDisposable
{
    static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    readonly string _folder;
    readonly DeathGuard _guard;

    PgBouncer(string folder, DeathGuard guard, int port)
    {
        _folder = folder;
        _guard = guard;
        Port = port;
    }

    internal int Port { get; }

    /// <summary>The same database and role, through the pooler.</summary>
    internal PostgresDatabase Before(PostgresDatabase database) => database with { Port = Port };

    /// <summary>What the pooler has logged so far.</summary>
    internal Task<string> LogAsync() => Programs.RunAsync(ServerAccount.Command("cat", Path.Combine(_folder, "log")));

    /// <param name="cluster">The server behind it.</param>
    /// <param name="poolSize">Server connections per database and role; further transactions wait. Default: 2, so that they change places.</param>
    /// <param name="roles">Roles let in beside the superuser. Default: none.</param>
    internal static async Task<PgBouncer> StartAsync(PostgresCluster cluster, int poolSize = 2, params IEnumerable<PostgresDatabase> roles)
    {
        var folder = await ServerAccount.CreateFolderAsync("stocksync-pgbouncer-");
        var port = FreePort.Next();
        var users = roles.Prepend(cluster.Superuser).Select(role => $"\"{role.User}\" \"{role.Password}\"\n");
        await WriteAsync(Path.Combine(folder, "users"), string.Concat(users));
        await WriteAsync(Path.Combine(folder, "ini"), Configuration(cluster, folder, port, poolSize));

        var guard = DeathGuard.Start(
            "\"$1\" \"$2/ini\" >\"$2/log\" 2>&1 & pooler=$!", "kill -TERM $pooler; wait $pooler; rm -rf \"$2\"",
            PostgresPrograms.Locate("pgbouncer"), folder);
        var bouncer = new PgBouncer(folder, guard, port);
        try
        {
            await bouncer.WaitAsync();
            return bouncer;
        }
        catch
        {
            await bouncer.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => _guard.DisposeAsync();

    static string Configuration(PostgresCluster cluster, string folder, int port, int poolSize) => $"""
        [databases]
        * = host=127.0.0.1 port={cluster.Port}
        [pgbouncer]
        listen_addr = 127.0.0.1
        listen_port = {port}
        unix_socket_dir =
        pool_mode = transaction
        default_pool_size = {poolSize}
        max_client_conn = 100
        auth_type = {(cluster.Superuser.Password.Length > 0 ? "scram-sha-256" : "trust")}
        auth_file = {folder}/users
        admin_users = postgres
        ignore_startup_parameters = extra_float_digits

        """;

    /// <summary>PgBouncer doesn't say when it listens, so it is asked until it answers.</summary>
    async Task WaitAsync()
    {
        using var patience = new CancellationTokenSource(s_patience);
        while (true)
        {
            using var probe = new TcpClient();
            try
            {
                await probe.ConnectAsync(IPAddress.Loopback, Port, patience.Token);
                return;
            }
            catch (SocketException) when (!patience.IsCancellationRequested)
            {
                await Task.Delay(10, CancellationToken.None);
            }
            catch (Exception error) when (error is SocketException or OperationCanceledException)
            {
                throw new InvalidOperationException($"PgBouncer did not start:\n{await LogAsync()}", error);
            }
        }
    }

    static Task WriteAsync(string path, string text) => Programs.RunAsync(ServerAccount.Command("tee", path), text);
}
