using StockSync.Benchmarks.History;
using StockSync.Benchmarks.Scenarios;
using StockSync.Engine;
using StockSync.Tests.Fakes;

namespace StockSync.Benchmarks.Harness;

/// <summary>What scenarios share: a folder, a PostgreSQL server of their own, settings, the report.</summary>
sealed class Bench : IAsyncDisposable
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("stocksync-bench-");
    readonly ISyncConfiguration _configuration;
    PostgresCluster? _cluster;
    FilledYear? _year;
    HistoryMarket? _history;
    int _files;

    public Bench(Report report)
    {
        Report = report;
        // Nobody's settings are measured: no file of the user's is read. The children inherit it.
        Environment.SetEnvironmentVariable("STOCKSYNC_CONFIG", Path.Combine(_folder.FullName, "settings.json"));
        Environment.SetEnvironmentVariable("XDG_STATE_HOME", Path.Combine(_folder.FullName, "state"));
        _configuration = EngineFactory.OpenConfiguration(_folder.FullName, null);
    }

    public Report Report { get; }

    /// <summary>A path in the folder that nothing has used yet.</summary>
    public string NewPath(string extension) => Path.Combine(_folder.FullName, $"{++_files}{extension}");

    /// <summary>An empty database in a server that writes to disk as a real one does.</summary>
    public async Task<PostgresDatabase> NewPostgresAsync()
    {
        _cluster ??= await PostgresCluster.StartAsync(new PostgresClusterOptions
        {
            Durable = true,
            Settings = new Dictionary<string, string>
            {
                ["shared_buffers"] = "1GB",
                ["max_wal_size"] = "8GB",
                ["checkpoint_timeout"] = "30min",
                // It would come and go between the rounds; what it does in its time belongs to nobody's run.
                ["autovacuum"] = "off",
            },
        });
        return await _cluster.CreateDatabaseAsync();
    }

    /// <summary>The filled year, filled by the first scenario that wants it.</summary>
    public async Task<FilledYear> YearAsync() => _year ??= await FilledYear.FillAsync(this);

    /// <summary>The whole history, served from the first scenario that wants it on.</summary>
    public async Task<HistoryMarket> HistoryAsync() => _history ??= await HistoryMarket.StartAsync(this);

    /// <summary>Settings as the module resolves them, with a budget that no scenario spends.</summary>
    /// <param name="database">As the parameter <c>-Database</c> takes it.</param>
    /// <param name="endpoint">As the parameter <c>-Endpoint</c> takes it.</param>
    /// <param name="connections">As the parameter <c>-ThrottleLimit</c> takes it.</param>
    public SyncSettings Settings(string database, string endpoint, int connections = 1) => _configuration.Resolve(
        new Dictionary<string, string>
        {
            [nameof(SyncSettings.Database)] = database,
            [nameof(SyncSettings.Endpoint)] = endpoint,
            [nameof(SyncSettings.ThrottleLimit)] = Amount.Number(connections, "0"),
            [nameof(SyncSettings.DailyBudget)] = "10000000",
            [nameof(SyncSettings.StateDirectory)] = Path.Combine(_folder.FullName, "state"),
        },
        profile: null);

    public async ValueTask DisposeAsync()
    {
        if (_year is not null)
            await _year.DisposeAsync();
        if (_history is not null)
            await _history.DisposeAsync();
        if (_cluster is not null)
            await _cluster.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
