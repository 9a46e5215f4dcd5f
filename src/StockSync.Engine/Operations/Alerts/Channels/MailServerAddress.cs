using System.Globalization;

namespace StockSync.Engine.Operations.Alerts.Channels;

/// <summary>Where the mail server is: a host with or without a port.</summary>
/// <param name="Host">Name or address.</param>
/// <param name="Port">465 where none is given.</param>
sealed record MailServerAddress(string Host, int Port)
{
    public const int TlsPort = 465;

    public static MailServerAddress Parse(string text)
    {
        int colon = text.LastIndexOf(':');
        bool isOnlyColon = text.IndexOf(':', StringComparison.Ordinal) == colon;
        bool hasPort = colon > 0 && !text.EndsWith(']') && (isOnlyColon || text[colon - 1] == ']');
        return hasPort && int.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out int port)
            ? new MailServerAddress(text[..colon].Trim('[', ']'), port)
            : new MailServerAddress(text.Trim('[', ']'), TlsPort);
    }
}
