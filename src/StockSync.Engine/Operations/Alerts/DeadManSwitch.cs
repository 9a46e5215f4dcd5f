using StockSync.Engine.Operations.Alerts.Channels;

namespace StockSync.Engine.Operations.Alerts;

/// <summary>Pings a monitor that raises an alarm where no ping comes: only it notices that this machine is dead.</summary>
sealed class DeadManSwitch(AlertSettings settings, AlertHttp http, TimeProvider time)
{
    const string Start = "start";

    static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    // A monitor that is slow or dead must not hold up what it watches.
    static readonly TimeSpan s_startPatience = TimeSpan.FromSeconds(1);

    Task _started = Task.CompletedTask;

    /// <summary>Never throws: a monitor that is away must not fail what it watches. The start goes on behind the sync where it takes long.</summary>
    public async Task PingAsync(string signal, Guid rid, CancellationToken cancellationToken)
    {
        if (settings.PingUrl is not { } url)
            return;

        // A start that arrived after its end would look like an attempt that never ends.
        await _started;
        var ping = SendAsync(Address(url, signal, rid), cancellationToken);
        if (signal == Start)
            await Task.WhenAny(_started = ping, Task.Delay(s_startPatience, time, cancellationToken));
        else
            await ping;
    }

    /// <summary>The address with the signal as its last part and the identity of the attempt in its query.</summary>
    public static Uri Address(string url, string signal, Guid rid)
    {
        var address = new UriBuilder(url);
        if (signal.Length > 0)
            address.Path = $"{address.Path.TrimEnd('/')}/{signal}";
        address.Query = $"{address.Query.TrimStart('?')}&rid={rid}".TrimStart('&');
        return address.Uri;
    }

    async Task SendAsync(Uri address, CancellationToken cancellationToken)
    {
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
}
