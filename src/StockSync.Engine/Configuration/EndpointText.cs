using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace StockSync.Engine.Configuration;

/// <summary>Host and port of the service as a user writes them.</summary>
static class EndpointText
{
    const int DefaultPort = 10030;

    /// <summary>Reads <c>host</c>, <c>host:port</c>, <c>[::1]:port</c> or <c>::1</c>; the result always names the port.</summary>
    public static bool TryNormalize(string text, [NotNullWhen(true)] out string? endpoint)
    {
        endpoint = null;
        if (Uri.CheckHostName(text) == UriHostNameType.IPv6 && !text.StartsWith('['))
            text = $"[{text}]";
        string host = text;
        int port = DefaultPort;
        int colon = text.LastIndexOf(':');
        if (colon >= 0 && !text.EndsWith(']'))
        {
            host = text[..colon];
            if (!int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out port) || port is < 1 or > 65535)
                return false;
        }

        bool isBracketed = host.StartsWith('[') && host.EndsWith(']');
        var kind = Uri.CheckHostName(isBracketed ? host[1..^1] : host);
        bool isHost = isBracketed ? kind == UriHostNameType.IPv6 : kind is UriHostNameType.Dns or UriHostNameType.IPv4;
        if (!isHost)
            return false;

        endpoint = $"{host}:{port.ToString(CultureInfo.InvariantCulture)}";
        return true;
    }
}
