using StockSync.Engine.Alerts.Channels;

namespace StockSync.Engine.Alerts;

/// <summary>Pings a monitor that raises an alarm where no ping comes: only it notices that this machine is dead.</summary>
sealed class DeadManSwitch(AlertSettings settings, AlertHttp http, TimeProvider time)
{
    static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    /// <summary>Never throws: a monitor that is away must not fail what it watches.</summary>
    public async Task PingAsync(string signal, Guid rid, CancellationToken cancellationToken)
    {
        if (settings.PingUrl is not { } url)
            return;
        var address = Address(url, signal, rid);
        using var timeout = new CancellationTokenSource(s_patience, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        for (int attempt = 0; attempt < 2 && !both.IsCancellationRequested; attempt++)
        {
            try
            {
                var answer = await http.GetAsync(address, both.Token).WaitAsync(both.Token);
                if (answer.IsSuccess)
                    return;
            }
            catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException or ChannelException)
            {
                // A ping that is lost is what the monitor is for.
            }
        }
    }

    /// <summary>The address with the signal as its last part and the identity of the try in its query.</summary>
    public static Uri Address(string url, string signal, Guid rid)
    {
        var address = new UriBuilder(url);
        if (signal.Length > 0)
            address.Path = $"{address.Path.TrimEnd('/')}/{signal}";
        address.Query = $"{address.Query.TrimStart('?')}&rid={rid}".TrimStart('&');
        return address.Uri;
    }
}
