using System.Net;
using System.Net.Sockets;

namespace StockSync.MarketServer;

/// <summary>
/// The stand-in for the baostock service, listening on the loopback address.
/// <code>
/// await using var service = await MarketService.StartAsync(new MadeUpMarket(1, 50, from, to));
/// service.Faults.Add("95:sh.600000 x2 drop");
/// service.Views.Add("both 2024-01-31 share 0.5");
/// // ... let a client talk to service.Endpoint ...
/// Assert.Equal(2, service.Log.Count(MessageTypes.Bars));
/// </code>
/// (It is not called MarketServer because of the namespace of that name.)
/// </summary>
public sealed class MarketService : IAsyncDisposable
{
    const int SettlingTries = 20;

    static readonly TimeSpan s_settling = TimeSpan.FromMilliseconds(5);

    readonly TcpListener _listener;
    readonly Gatekeeper _gate;
    readonly Responder _responder;
    readonly CancellationTokenSource _stop = new();
    readonly Lock _lock = new();
    readonly Dictionary<Connection, Task> _open = [];
    readonly Task _accepting;

    MarketService(IMarket market, MarketServerOptions options, TcpListener listener)
    {
        Market = market;
        Options = options;
        Log = new RequestLog(options.LogPath);
        _listener = listener;
        _gate = new Gatekeeper(options);
        _responder = new Responder(market, options, _gate, Views, Faults, Log);
        Endpoint = (IPEndPoint)listener.LocalEndpoint;
        _accepting = AcceptAsync();
    }

    /// <summary>Where to connect to: 127.0.0.1 and the port.</summary>
    public IPEndPoint Endpoint { get; }

    /// <summary>What it serves.</summary>
    public IMarket Market { get; }

    /// <summary>The market as the next request sees it: up to the last day that is published, through the views.</summary>
    public IMarket Shown => _responder.Show(null);

    /// <summary>How what it shows differs from the market; may be changed while it runs.</summary>
    public ViewList Views { get; } = new();

    /// <summary>How it behaves; may be changed while it runs.</summary>
    public MarketServerOptions Options { get; }

    /// <summary>What goes wrong; may be changed while it runs.</summary>
    public FaultList Faults { get; } = new();

    /// <summary>What was asked.</summary>
    public RequestLog Log { get; }

    /// <summary>True after an address opened too many connections, until <see cref="Unban"/>.</summary>
    public bool HasBlacklisted => _gate.HasBlacklisted();

    /// <summary>Listens and returns; the service then works until it is disposed of.</summary>
    public static Task<MarketService> StartAsync(IMarket market, MarketServerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(market);
        options ??= new MarketServerOptions();
        var listener = new TcpListener(IPAddress.Loopback, options.Port);
        listener.Start();
        return Task.FromResult(new MarketService(market, options, listener));
    }

    /// <summary>Takes every address off the blacklist and gives it a new day's quota.</summary>
    public void Unban() => _gate.Forget();

    /// <summary>Closes all connections, answered or not, and waits for their ends.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stop.IsCancellationRequested)
            return;
        await _stop.CancelAsync();
        await _accepting;
        Task[] connections;
        lock (_lock)
            connections = [.. _open.Values];
        await Task.WhenAll(connections);
        _listener.Dispose();
        _stop.Dispose();
        Log.Dispose();
    }

    async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptSocketAsync(_stop.Token);
                await SettleAsync();
                Admit(socket);
            }
        }
        catch (OperationCanceledException)
        {
            _listener.Stop();
        }
    }

    // The kernel may deliver a client's next connection a moment before the end of its last one, on a busy machine: only what is still
    // open after that moment is a second connection.
    async Task SettleAsync()
    {
        for (int i = 0; i < SettlingTries && !Options.AllowConcurrency && CountOpen() >= Options.MaxConnections; i++)
            await Task.Delay(s_settling, _stop.Token);
    }

    int CountOpen()
    {
        lock (_lock)
            return _open.Keys.Count(c => c.IsOpen);
    }

    void Admit(Socket socket)
    {
        socket.NoDelay = true;
        var connection = new Connection(socket, Options, _responder);
        lock (_lock)
        {
            var others = _open.Keys.Where(c => c.IsOpen).ToList();
            _gate.Enter(connection.Address, others.Count(c => c.Address.Equals(connection.Address)));
            connection.Number = Log.AddConnection(others.Count + 1);
            // off this thread, so that the loop accepts the next one and the lock is not held
            _open.Add(connection, Task.Run(() => RunAsync(connection)));
        }
    }

    async Task RunAsync(Connection connection)
    {
        try
        {
            await connection.RunAsync(_stop.Token);
        }
        finally
        {
            lock (_lock)
                _open.Remove(connection);
            connection.Dispose();
        }
    }
}
