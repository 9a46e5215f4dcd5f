using System.Diagnostics;
using StockSync.Engine.Stores.Connection;

namespace StockSync.Rig.Points;

/// <summary>Watches the points of the runs of this process.</summary>
sealed class PointWatch : IAsyncDisposable
{
    readonly ActivityListener _fetches = FetchWatch.Start();
    readonly PostgresWatch? _server;

    PointWatch(SyncSettings settings)
    {
        if (DatabaseText.Parse(settings.Database) is DatabaseTarget.Server server)
            _server = PostgresWatch.Start(server.Options);
        else
            SqliteWatch.Start();
        Settings = _server is null ? settings : settings with { Database = _server.Text };
    }

    /// <summary>What the runs must use.</summary>
    public SyncSettings Settings { get; }

    public static PointWatch Start(SyncSettings settings) => new(settings);

    public async ValueTask DisposeAsync()
    {
        _fetches.Dispose();
        if (_server is not null)
            await _server.DisposeAsync();
    }
}
