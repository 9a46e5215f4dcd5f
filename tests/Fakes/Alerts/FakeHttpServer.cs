using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace StockSync.Tests.Fakes.Alerts;

/// <summary>An HTTP server on loopback that answers as a test wants it to, also in ways that no real server library can.</summary>
sealed class FakeHttpServer : IAsyncDisposable
{
    readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    readonly CancellationTokenSource _stop = new();
    readonly SemaphoreSlim _arrived = new(0);
    readonly Task _work;

    public FakeHttpServer(Func<FakeRequest, FakeAnswer> answer)
    {
        _listener.Start();
        _work = AcceptAsync(answer);
    }

    public string Url => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    public ConcurrentQueue<FakeRequest> Requests { get; } = new();

    /// <summary>Completes when one more request is there, read to its end.</summary>
    public Task ArrivedAsync() => _arrived.WaitAsync(TimeSpan.FromSeconds(30));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        // Before the listener stops: a loop that is about to accept would be told that nobody listens.
        await _work;
        _listener.Stop();
        _stop.Dispose();
        _arrived.Dispose();
    }

    async Task AcceptAsync(Func<FakeRequest, FakeAnswer> answer)
    {
        var served = new List<Task>();
        try
        {
            while (true)
                served.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token), answer));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(served);
        }
    }

    async Task ServeAsync(TcpClient client, Func<FakeRequest, FakeAnswer> answer)
    {
        using var _ = client;
        try
        {
            var stream = client.GetStream();
            var request = await ReadAsync(stream, _stop.Token);
            Requests.Enqueue(request);
            var wanted = answer(request);
            _arrived.Release();
            await AnswerAsync(client, stream, wanted);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or SocketException)
        {
            // The client left, or the test is over.
        }
    }

    async Task AnswerAsync(TcpClient client, NetworkStream stream, FakeAnswer answer)
    {
        if (answer == FakeAnswer.Reset)
        {
            client.LingerState = new LingerOption(true, 0);
            return;
        }
        if (answer == FakeAnswer.Hang)
            await Task.Delay(Timeout.Infinite, _stop.Token);
        if (answer == FakeAnswer.Stall || answer == FakeAnswer.Endless)
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n{"u8.ToArray(), _stop.Token);
            while (answer == FakeAnswer.Endless)
                await stream.WriteAsync(new byte[8192], _stop.Token);
            await Task.Delay(Timeout.Infinite, _stop.Token);
        }
        byte[] body = Encoding.UTF8.GetBytes(answer.Body);
        string head = $"HTTP/1.1 {answer.Status} Made\r\nContent-Length: {body.Length}\r\nConnection: close\r\n{answer.Headers}\r\n";
        await stream.WriteAsync((byte[])[.. Encoding.ASCII.GetBytes(head), .. body], _stop.Token);
    }

    static async Task<FakeRequest> ReadAsync(NetworkStream stream, CancellationToken token)
    {
        var read = new List<byte>();
        byte[] one = new byte[1];
        while (!(read.Count >= 4 && read[^4] == '\r' && read[^2] == '\r' && read[^1] == '\n'))
        {
            await stream.ReadExactlyAsync(one, token);
            read.Add(one[0]);
        }
        string[] lines = Encoding.ASCII.GetString([.. read]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var headers = lines.Skip(1).Select(l => l.Split(": ", 2)).ToDictionary(p => p[0], p => p[1], StringComparer.OrdinalIgnoreCase);
        byte[] body = new byte[int.Parse(headers.GetValueOrDefault("Content-Length", "0"), System.Globalization.CultureInfo.InvariantCulture)];
        await stream.ReadExactlyAsync(body, token);
        string[] first = lines[0].Split(' ');
        return new FakeRequest(first[0], first[1], headers, body);
    }
}
