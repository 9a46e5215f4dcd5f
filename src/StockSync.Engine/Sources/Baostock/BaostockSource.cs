using System.Globalization;
using System.Net;
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

/// <summary>The form of the service's API keys: <c>bs-</c>, 2 characters role, 27 payload, 1 check character.</summary>
static class ApiKey
{
    const string Prefix = "bs-";
    const int Length = 33;
    const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    /// <summary>True when the service could have issued the key. A malformed one is refused here, without a login attempt.</summary>
    public static bool IsWellFormed(string key)
    {
        if (key.Length != Length || !key.StartsWith(Prefix, StringComparison.Ordinal))
            return false;
        var characters = key.AsSpan(Prefix.Length);
        int sum = 0;
        foreach (char c in characters[..^1])
        {
            int position = Alphabet.IndexOf(c, StringComparison.Ordinal);
            if (position < 0)
                return false;
            sum += position;
        }
        return characters[^1] == Alphabet[sum % Alphabet.Length];
    }
}

/// <summary>Host and port of the service.</summary>
readonly record struct ServiceAddress(string Host, int Port)
{
    /// <summary>The port of every host of the service.</summary>
    public const int DefaultPort = 10030;

    /// <summary>Reads <c>host</c>, <c>host:port</c>, <c>[::1]:port</c> or <c>::1</c>.</summary>
    /// <exception cref="StockSyncException">It is none of these.</exception>
    public static ServiceAddress Parse(string text)
    {
        string trimmed = text.Trim();
        if (IPAddress.TryParse(trimmed, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6 && trimmed[0] != '[')
            return new ServiceAddress(trimmed, DefaultPort);

        int colon = trimmed.LastIndexOf(':');
        bool hasPort = colon > trimmed.LastIndexOf(']');
        string host = hasPort ? trimmed[..colon] : trimmed;
        int port = DefaultPort;
        if (hasPort && (!int.TryParse(trimmed.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out port)
            || port is < 1 or > IPEndPoint.MaxPort))
            throw SourceErrors.EndpointInvalid(text);

        bool isBracketed = host.StartsWith('[') && host.EndsWith(']');
        if (isBracketed)
            host = host[1..^1];
        var expected = isBracketed ? UriHostNameType.IPv6 : Uri.CheckHostName(host);
        if (expected is UriHostNameType.Unknown || isBracketed != (Uri.CheckHostName(host) == UriHostNameType.IPv6))
            throw SourceErrors.EndpointInvalid(text);
        return new ServiceAddress(host, port);
    }

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{(Host.Contains(':') ? $"[{Host}]" : Host)}:{Port}");
}
