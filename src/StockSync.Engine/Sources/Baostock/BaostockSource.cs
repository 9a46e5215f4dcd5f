using System.Net.Sockets;
using StockSync.Engine.Sources.Baostock.Protocol;
using StockSync.Engine.Sources.Contract;

namespace StockSync.Engine.Sources.Baostock;

/// <summary>The baostock service.</summary>
sealed class BaostockSource : IBarSource
{
    readonly SyncSettings _settings;
    readonly IRequestGate _gate;
    readonly TimeProvider _time;
    readonly IConnector _connector;
    readonly ServiceAddress _address;
    readonly ReadDeadline _patience;
    readonly string? _apiKey;

    /// <exception cref="StockSyncException">The endpoint setting cannot be understood.</exception>
    public BaostockSource(SyncSettings settings, IRequestGate gate, TimeProvider time, IConnector? connector = null)
    {
        _settings = settings;
        _gate = gate;
        _time = time;
        _connector = connector ?? new TcpConnector();
        _apiKey = string.IsNullOrWhiteSpace(settings.ApiKey) ? null : settings.ApiKey.Trim();
        _address = AddressOf(settings);
        _patience = new ReadDeadline(settings.ReadTimeout);
    }

    /// <summary>The host of the settings; without one the public host, or the VIP host with an API key.</summary>
    /// <exception cref="StockSyncException">The endpoint setting cannot be understood.</exception>
    public static ServiceAddress AddressOf(SyncSettings settings) => ServiceAddress.Parse(
        !string.IsNullOrWhiteSpace(settings.Endpoint) ? settings.Endpoint
        : string.IsNullOrWhiteSpace(settings.ApiKey) ? SyncSettings.PublicEndpoint
        : SyncSettings.VipEndpoint);

    /// <inheritdoc/>
    public string Endpoint => _address.ToString();

    /// <inheritdoc/>
    public async Task<IBarSession> OpenAsync(CancellationToken cancellationToken)
    {
        if (_apiKey is not null && !ApiKey.IsWellFormed(_apiKey))
            throw SourceErrors.ApiKeyMalformed();
        var connection = await ConnectAsync(cancellationToken);
        var channel = new BaostockChannel(Endpoint, connection, _settings, _patience, _gate, _time);
        return await BaostockSession.LogInAsync(channel, _apiKey, _settings.PageSize, cancellationToken);
    }

    async Task<IConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(_settings.ConnectTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            return await _connector.ConnectAsync(_address, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw SourceErrors.ConnectTimeout(_address.ToString(), _settings.ConnectTimeout);
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            throw SourceErrors.Unreachable(_address.ToString(), e);
        }
    }
}
