using System.Collections.Concurrent;

namespace StockSync.Tests.Fakes;

/// <summary>
/// A PostgreSQL server of the tests' own, in a temporary folder, on a free port of the loopback address. It ends with
/// the test process, however that ends.
/// </summary>
sealed class PostgresCluster : IAsyncDisposable
{
    const int PortTries = 5;

    static readonly ConcurrentDictionary<int, Lazy<Task<PostgresCluster>>> s_shared = new();

    readonly string _folder;
    readonly PostgresClusterOptions _options;
    readonly DeathGuard _guard;
    int _databases;

    PostgresCluster(string folder, PostgresClusterOptions options)
    {
        _folder = folder;
        _options = options;
        _guard = DeathGuard.Start(":", "\"$1\" -D \"$2/data\" -m immediate stop; rm -rf \"$2\"", Program("pg_ctl"), folder);
    }

    /// <summary>Where the server listens; stays the same over restarts.</summary>
    internal int Port { get; private set; }

    /// <summary>The superuser in the database that is always there.</summary>
    internal PostgresDatabase Superuser => new(Port, "postgres", "postgres", _options.Password ?? "");

    /// <summary>What the server has logged so far.</summary>
    internal Task<string> LogAsync() => Programs.RunAsync(ServerAccount.Command("cat", Path.Combine(_folder, "log")));

    /// <summary>The cluster that all tests of a process share, each in databases of its own; started by the first.</summary>
    /// <param name="major">The major version, which has a cluster of its own; 0 for the newest.</param>
    internal static Task<PostgresCluster> SharedAsync(int major = 0) => s_shared.GetOrAdd(
        major == 0 ? PostgresPrograms.Newest : major,
        version => new(() => StartAsync(new PostgresClusterOptions { Major = version }))).Value;

    /// <summary>A cluster for one test that stops or restarts it, or needs settings of its own.</summary>
    internal static async Task<PostgresCluster> StartAsync(PostgresClusterOptions? options = null)
    {
        var cluster = new PostgresCluster(await ServerAccount.CreateFolderAsync("stocksync-pg-"), options ?? new());
        try
        {
            await cluster.InitializeAsync();
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>A new, empty database, owned by the superuser.</summary>
    internal async Task<PostgresDatabase> CreateDatabaseAsync()
    {
        var name = $"stocksync_{Interlocked.Increment(ref _databases)}";
        await Superuser.QueryAsync($"CREATE DATABASE {name}");
        return Superuser with { Name = name };
    }

    /// <summary>Returns when the server accepts connections.</summary>
    internal Task StartServerAsync() => ControlAsync("-l", Path.Combine(_folder, "log"), "start");

    /// <summary>Immediately is what a crash leaves behind; otherwise clients are cut off but transactions rolled back in order.</summary>
    internal Task StopServerAsync(bool immediate = false) => ControlAsync("-m", immediate ? "immediate" : "fast", "stop");

    internal async Task RestartAsync(bool immediate = false)
    {
        await StopServerAsync(immediate);
        await StartServerAsync();
    }

    public ValueTask DisposeAsync() => _guard.DisposeAsync();

    async Task InitializeAsync()
    {
        List<string> arguments = ["-D", Data, "-U", "postgres", "-E", "UTF8", "--locale=C", "--no-sync", "-A"];
        if (_options.Password is { } password)
        {
            var file = Path.Combine(_folder, "password");
            await WriteAsync(file, password);
            arguments.AddRange(["scram-sha-256", $"--pwfile={file}"]);
        }
        else
        {
            arguments.Add("trust");
        }

        await Programs.RunAsync(ServerAccount.Command(Program("initdb"), arguments));
        await TakePortAsync();
    }

    /// <summary>Another program may take the port between its choice and the server's start; then there's the next.</summary>
    async Task TakePortAsync()
    {
        for (var attempt = 1; ; attempt++)
        {
            Port = FreePort.Next();
            await WriteAsync(Path.Combine(Data, "postgresql.auto.conf"), _options.ConfigurationFile(Port));
            try
            {
                await StartServerAsync();
                return;
            }
            catch (InvalidOperationException error)
            {
                var log = await LogAsync();
                if (attempt == PortTries || !log.Contains("Address already in use", StringComparison.Ordinal))
                    throw new InvalidOperationException($"{error.Message}\n{log}", error);
            }
        }
    }

    string Data => Path.Combine(_folder, "data");

    string Program(string name) => PostgresPrograms.Locate(name, _options.Major);

    Task ControlAsync(params string[] arguments) =>
        Programs.RunAsync(ServerAccount.Command(Program("pg_ctl"), ["-D", Data, "-w", "-t", "60", .. arguments]));

    static Task WriteAsync(string path, string text) => Programs.RunAsync(ServerAccount.Command("tee", path), text);
}
