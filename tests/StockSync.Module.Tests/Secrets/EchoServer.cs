using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;
using StockSync.Tests.Fakes;

namespace StockSync.Module.Tests.Secrets;

/// <summary>A channel that refuses every message and repeats all that it was sent, as a chatty gateway does.</summary>
sealed class EchoServer : IDisposable
{
    readonly HttpListener _listener = new();

    public EchoServer()
    {
        Address = $"127.0.0.1:{FreePort.Next()}";
        _listener.Prefixes.Add($"http://{Address}/");
        _listener.Start();
        _ = ServeAsync();
    }

    /// <summary>Host and port.</summary>
    public string Address { get; }

    /// <summary>The messages so far, without the addresses that they went to.</summary>
    public ConcurrentQueue<string> Messages { get; } = new();

    public void Dispose() => _listener.Close();

    async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
            var request = context.Request;
            using var reader = new StreamReader(request.InputStream, Encoding.UTF8);
            string message = await reader.ReadToEndAsync();
            Messages.Enqueue(message);
            string text = $"refused: {request.Url} {request.Headers} {message}";
            byte[] answer = JsonSerializer.SerializeToUtf8Bytes(new { errcode = 310000, code = 19021, errmsg = text, msg = text, message = text });
            context.Response.ContentType = "application/json";
            await context.Response.OutputStream.WriteAsync(answer);
            context.Response.Close();
        }
    }
}
