using System.Net.Sockets;
using Npgsql;

namespace StockSync.Rig.Points;

/// <summary>Stands between this process and its server and follows what goes over the wire, so every way of committing is seen.</summary>
sealed class PostgresWatch : IAsyncDisposable
{
    readonly TcpRelay _relay;
    readonly NpgsqlConnectionStringBuilder _server;

    PostgresWatch(NpgsqlConnectionStringBuilder server) => (_server, _relay) = (server, new TcpRelay(server.Host!, server.Port, FollowAsync));

    /// <summary>The database through this.</summary>
    public string Text => new NpgsqlConnectionStringBuilder(_server.ConnectionString)
    {
        Host = "127.0.0.1",
        Port = _relay.Port,
        // Sealed, there would be nothing to see.
        SslMode = SslMode.Disable,
        GssEncryptionMode = GssEncryptionMode.Disable,
    }.ConnectionString;

    public static PostgresWatch Start(NpgsqlConnectionStringBuilder server) => new(server);

    public ValueTask DisposeAsync() => _relay.DisposeAsync();

    static async Task FollowAsync(Socket client, Socket server, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using NetworkStream near = new(client), far = new(server);
        var wire = new PostgresWire(near, far);
        Task[] both = [wire.AskAsync(end.Token), wire.AnswerAsync(end.Token)];
        await Task.WhenAny(both);
        await end.CancelAsync();
        await Task.WhenAll(both);
    }
}
