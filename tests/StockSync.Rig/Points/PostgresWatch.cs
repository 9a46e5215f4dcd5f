using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace StockSync.Rig.Points;

/// <summary>Stands between this process and its server and follows what goes over the wire, so every way of committing is seen.</summary>
sealed class PostgresWatch : IAsyncDisposable
{
    readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    readonly CancellationTokenSource _stop = new();
    readonly NpgsqlConnectionStringBuilder _server;
    readonly Task _accepting;

    PostgresWatch(NpgsqlConnectionStringBuilder server)
    {
        _server = server;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>The database through this.</summary>
    public string Text => new NpgsqlConnectionStringBuilder(_server.ConnectionString)
    {
        Host = "127.0.0.1",
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port,
        // Sealed, there would be nothing to see.
        SslMode = SslMode.Disable,
        GssEncryptionMode = GssEncryptionMode.Disable,
    }.ConnectionString;

    public static PostgresWatch Start(NpgsqlConnectionStringBuilder server) => new(server);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _accepting;
        _listener.Stop();
        _stop.Dispose();
    }

    async Task AcceptAsync()
    {
        var open = new List<Task>();
        try
        {
            while (true)
                open.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
        }
        catch (OperationCanceledException)
        {
            // The connections end by the same token.
        }
        await Task.WhenAll(open);
    }

    async Task ServeAsync(TcpClient client)
    {
        using var near = client;
        using var far = new TcpClient();
        near.NoDelay = far.NoDelay = true;
        using var end = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        try
        {
            await far.ConnectAsync(_server.Host!, _server.Port, end.Token);
            var wire = new PostgresWire(near.GetStream(), far.GetStream());
            Task[] both = [wire.AskAsync(end.Token), wire.AnswerAsync(end.Token)];
            await Task.WhenAny(both);
            await end.CancelAsync();
            await Task.WhenAll(both);
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
        {
            // One side has closed.
        }
    }
}
