using System.Net;
using System.Net.Sockets;
using System.Text;
using StockSync.Engine.Operations.Alerts.Wording;

namespace StockSync.Engine.Operations.Alerts.Channels;

/// <summary>
/// HTTP for messages: follows no redirection, keeps no cookie, uses no proxy, reads no more of an answer than anybody needs, and connects
/// only to the internet. The address that is checked is the one that is connected to, not one that a name had a moment earlier.
/// </summary>
sealed class AlertHttp(AlertSettings settings, TimeProvider time)
{
    const int LongestAnswer = 64 * 1024;
    static readonly TimeSpan s_longestWait = TimeSpan.FromDays(1);

    /// <summary>A POST of JSON, UTF-8.</summary>
    public async Task<HttpAnswer> PostAsync(
        Uri address, byte[] json, IReadOnlyDictionary<string, string>? headers, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(json) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json; charset=utf-8");
        foreach (var (name, value) in headers ?? new Dictionary<string, string>())
            request.Headers.TryAddWithoutValidation(name, value);
        return await SendAsync(request, cancellationToken);
    }

    /// <summary>A GET whose answer only has to be one.</summary>
    public async Task<HttpAnswer> GetAsync(Uri address, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        return await SendAsync(request, cancellationToken);
    }

    // Messages are rare: each has a connection, and a check of where it leads, of its own.
    HttpClient Open() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        ConnectCallback = ConnectAsync,
        MaxResponseHeadersLength = 16,
    })
    {
        // The caller's token ends it.
        Timeout = Timeout.InfiniteTimeSpan,
    };

    async Task<HttpAnswer> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.RequestUri!.Scheme != Uri.UriSchemeHttps && !settings.AlertInsecure)
            throw new ChannelException(AlertWords.Of(settings).Get("NotSecure"), isFinal: true);
        request.Headers.UserAgent.ParseAdd("StockSync");
        using var client = Open();
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        string body = await ReadAsync(response.Content, cancellationToken);
        return new HttpAnswer((int)response.StatusCode, body, WaitOf(response));
    }

    async Task<string> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        byte[] buffer = new byte[LongestAnswer + 1];
        int length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return length <= LongestAnswer
            ? Encoding.UTF8.GetString(buffer, 0, length)
            : throw new ChannelException(AlertWords.Of(settings).Get("TooLong", LongestAnswer));
    }

    TimeSpan? WaitOf(HttpResponseMessage response)
    {
        var wait = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - time.GetUtcNow(),
            _ => (TimeSpan?)null,
        };
        return wait is null ? null : TimeSpan.FromTicks(Math.Clamp(wait.Value.Ticks, 0, s_longestWait.Ticks));
    }

    async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancellationToken);
        if (!settings.AlertInsecure)
            addresses = [.. addresses.Where(PublicAddress.IsPublic)];
        if (addresses.Length == 0)
            throw new ChannelException(AlertWords.Of(settings).Get("NotPublic"), isFinal: true);

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

/// <summary>What a server answered.</summary>
/// <param name="Status">HTTP's code.</param>
/// <param name="Body">Its text, of limited length.</param>
/// <param name="RetryAfter">How long it wants to be left alone; null where it did not say.</param>
sealed record HttpAnswer(int Status, string Body, TimeSpan? RetryAfter)
{
    public bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>By the status alone: what says "never" is a wrong address, a wrong key, or a message the server will not have.</summary>
    public SendResult Judge(string error) => Status switch
    {
        >= 200 and < 300 => SendResult.Accepted,
        400 or 401 or 403 or 404 or 405 or 410 or 413 or 414 or 415 or 422 => SendResult.Refused(error),
        _ => SendResult.Later(error, RetryAfter),
    };
}

/// <summary>Tells the internet from this machine and the networks around it: a webhook must not be a way into them.</summary>
static class PublicAddress
{
    static readonly IPNetwork[] s_others =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
            "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3", "::/96", "64:ff9b::/96", "64:ff9b:1::/48",
            "100::/64", "2001:db8::/32", "2002::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
        }.Select(text => IPNetwork.Parse(text)),
    ];

    /// <summary>True for an address that anybody on the internet would reach.</summary>
    public static bool IsPublic(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return address.AddressFamily is AddressFamily.InterNetwork or AddressFamily.InterNetworkV6 && !s_others.Any(n => n.Contains(address));
    }
}
