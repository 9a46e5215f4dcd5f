using System.Net;
using System.Net.Sockets;

namespace StockSync.Rig.Points;

/// <summary>Listens on a free port of this machine and connects each client to a server; what carries the bytes between the two is given.</summary>
sealed class TcpRelay : IAsyncDisposable
{
    /// <summary>Carries the bytes of one connection, both ways, until one side ends.</summary>
    public delegate Task Carry(Socket client, Socket server, CancellationToken cancellationToken);

    readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    readonly CancellationTokenSource _stop = new();
    readonly string _host;
    readonly int _port;
    readonly Carry _carry;
    readonly Task _accepting;

    /// <param name="host">The server.</param>
    /// <param name="port">Its port.</param>
    /// <param name="carry">Works for each connection at once; its token ends when this is disposed of.</param>
    public TcpRelay(string host, int port, Carry carry)
    {
        (_host, _port, _carry) = (host, port, carry);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Where it listens.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        // Before the listener stops: a loop that is about to accept would be told that nobody listens.
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
                open.Add(ServeAsync(await _listener.AcceptSocketAsync(_stop.Token)));
        }
        catch (OperationCanceledException)
        {
            // The connections end by the same token.
        }
        await Task.WhenAll(open);
    }

    async Task ServeAsync(Socket client)
    {
        using var near = client;
        using var far = new Socket(SocketType.Stream, ProtocolType.Tcp);
        near.NoDelay = far.NoDelay = true;
        try
        {
            await far.ConnectAsync(_host, _port, _stop.Token);
            await _carry(near, far, _stop.Token);
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // One side has closed, and now both have.
        }
    }
}
