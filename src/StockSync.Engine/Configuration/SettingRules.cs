using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using StockSync.Engine.Resources;

namespace StockSync.Engine.Configuration;

/// <summary>What holds between settings: each alone may be fine and the two together make no sense.</summary>
static class SettingRules
{
    public static void Check(SyncSettings settings)
    {
        NotAbove(nameof(settings.BatchMin), settings.BatchMin, nameof(settings.BatchSize), settings.BatchSize);
        NotAbove(nameof(settings.BatchSize), settings.BatchSize, nameof(settings.BatchMax), settings.BatchMax);
        NotAbove(nameof(settings.PoolMin), settings.PoolMin, nameof(settings.PoolMax), settings.PoolMax);
        NotAbove(nameof(settings.RetryMinDelay), settings.RetryMinDelay, nameof(settings.RetryMaxDelay), settings.RetryMaxDelay);

        // A lease renewed less often than it expires is lost by a healthy run.
        NotAbove(nameof(settings.LeaseHeartbeat), settings.LeaseHeartbeat * 2, nameof(settings.LeaseExpiry), settings.LeaseExpiry, "SettingsHeartbeat");
        Check(settings.Alerts);
    }

    static void Check(AlertSettings alerts)
    {
        NotAbove(nameof(alerts.AlertDelayMin), alerts.AlertDelayMin, nameof(alerts.AlertDelayMax), alerts.AlertDelayMax);
        Needs(nameof(alerts.MailServer), alerts.MailServer, nameof(alerts.MailTo), alerts.MailTo);
        Needs(nameof(alerts.MailServer), alerts.MailServer, nameof(alerts.MailFrom), alerts.MailFrom ?? alerts.MailUser);
        if (alerts.AlertInsecure)
            return;
        Secure(nameof(alerts.WeComUrl), alerts.WeComUrl);
        Secure(nameof(alerts.DingTalkUrl), alerts.DingTalkUrl);
        Secure(nameof(alerts.FeishuUrl), alerts.FeishuUrl);
        Secure(nameof(alerts.WebhookUrl), alerts.WebhookUrl);
        Secure(nameof(alerts.PingUrl), alerts.PingUrl);
    }

    static void Needs(string name, string? value, string other, string? otherValue)
    {
        if (value is not null && otherValue is null)
        {
            throw new StockSyncException(
                ErrorIds.SettingInvalid, ErrorKind.InvalidArgument, ConfigurationStrings.FormatSettingsNeeds(name, other), ConfigurationStrings.AdviceShow, target: other);
        }
    }

    // The address is a secret: it is named, not shown.
    static void Secure(string name, string? address)
    {
        if (address is not null && new Uri(address).Scheme != Uri.UriSchemeHttps)
        {
            throw new StockSyncException(
                ErrorIds.SettingInvalid, ErrorKind.InvalidArgument, ConfigurationStrings.FormatSettingsPlain(name), ConfigurationStrings.AdvicePlain, target: name);
        }
    }

    static void NotAbove<T>(string low, T lowValue, string high, T highValue, string text = "SettingsReversed")
        where T : IComparable<T>
    {
        if (lowValue.CompareTo(highValue) > 0)
        {
            throw new StockSyncException(
                ErrorIds.SettingInvalid, ErrorKind.InvalidArgument, ConfigurationStrings.ResourceManager.Text(text, low, high), ConfigurationStrings.AdviceShow, target: low);
        }
    }
}

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
