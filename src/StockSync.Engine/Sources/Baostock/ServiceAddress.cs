using System.Globalization;
using System.Net;
using System.Net.Sockets;
using StockSync.Engine.Sources.Baostock.Protocol;

namespace StockSync.Engine.Sources.Baostock;

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
