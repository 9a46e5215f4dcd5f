using System.Net.WebSockets;
using System.Text.Json;

namespace StockSync.Tests.Reports.Browser;

/// <summary>Chromium's remote control: commands with answers, and events as they come.</summary>
sealed class DevTools(ClientWebSocket socket) : IDisposable
{
    readonly byte[] _buffer = new byte[1 << 16];
    int _last;

    /// <summary>What happened since the list was cleared, in order.</summary>
    public List<(string Method, JsonElement Parameters)> Events { get; } = [];

    public static async Task<DevTools> ConnectAsync(Uri address, CancellationToken cancellationToken)
    {
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(address, cancellationToken);
        return new DevTools(socket);
    }

    public void Dispose() => socket.Dispose();

    /// <summary>The result of a command.</summary>
    public async Task<JsonElement> SendAsync(string method, object parameters, string? session, CancellationToken cancellationToken)
    {
        int id = ++_last;
        object command = session is null
            ? new { id, method, @params = parameters }
            : new { id, method, @params = parameters, sessionId = session };
        await socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(command), WebSocketMessageType.Text, true, cancellationToken);
        while (true)
        {
            var message = await ReceiveAsync(cancellationToken);
            if (!message.TryGetProperty("id", out var answered) || answered.GetInt32() != id)
                continue;
            return message.TryGetProperty("result", out var result) ? result : throw new InvalidOperationException($"{method}: {message}");
        }
    }

    /// <summary>Waits until an event has come.</summary>
    public async Task WaitAsync(string method, CancellationToken cancellationToken)
    {
        while (!Events.Any(e => e.Method == method))
            await ReceiveAsync(cancellationToken);
    }

    async Task<JsonElement> ReceiveAsync(CancellationToken cancellationToken)
    {
        using var whole = new MemoryStream();
        ValueWebSocketReceiveResult part;
        do
        {
            part = await socket.ReceiveAsync(_buffer.AsMemory(), cancellationToken);
            whole.Write(_buffer, 0, part.Count);
        }
        while (!part.EndOfMessage);
        using var document = JsonDocument.Parse(whole.ToArray());
        var message = document.RootElement.Clone();
        if (message.TryGetProperty("method", out var method))
            Events.Add((method.GetString()!, message.GetProperty("params")));
        return message;
    }
}
