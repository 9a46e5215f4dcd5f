using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace StockSync.Tests.Fakes.Alerts;

/// <summary>A mail server on loopback.</summary>
sealed class FakeSmtpServer : IAsyncDisposable
{
    readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    readonly CancellationTokenSource _stop = new();
    readonly Func<string, string?> _reply;
    readonly X509Certificate2? _certificate;
    readonly Task _work;

    /// <param name="reply">Answers a command in its own way; null leaves it to the server.</param>
    /// <param name="certificate">With one the server offers STARTTLS.</param>
    public FakeSmtpServer(Func<string, string?>? reply = null, X509Certificate2? certificate = null)
    {
        _reply = reply ?? (_ => null);
        _certificate = certificate;
        _listener.Start();
        _work = AcceptAsync();
    }

    public string Address => $"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>Commands, in order.</summary>
    public List<string> Commands { get; } = [];

    /// <summary>Messages that were taken, as they came.</summary>
    public List<string> Mails { get; } = [];

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        // Before the listener stops: a loop that is about to accept would be told that nobody listens.
        await _work;
        _listener.Stop();
        _stop.Dispose();
    }

    async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                try
                {
                    await ServeAsync(client.GetStream());
                }
                catch (Exception e) when (e is IOException or System.Security.Authentication.AuthenticationException)
                {
                    // The client left: what is tested.
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    async Task ServeAsync(Stream stream)
    {
        var mail = new StringBuilder();
        bool isData = false;
        await SayAsync(stream, _reply("CONNECT") ?? "220 fake");
        while (await LineAsync(stream) is { } line)
        {
            if (isData)
            {
                isData = line != ".";
                if (isData)
                {
                    mail.Append(line).Append('\n');
                    continue;
                }
                string? refusal = _reply(".");
                if (refusal is null)
                    Mails.Add(mail.ToString());
                mail.Clear();
                await SayAsync(stream, refusal ?? "250 taken");
                continue;
            }
            Commands.Add(line);
            string verb = line.Split(' ')[0].ToUpperInvariant();
            if (verb == "STARTTLS" && _certificate is not null)
            {
                await SayAsync(stream, "220 go");
                var tls = new SslStream(stream);
                await tls.AuthenticateAsServerAsync(_certificate);
                stream = tls;
                continue;
            }
            string? own = _reply(line);
            await SayAsync(stream, own ?? Usual(verb));
            isData = verb == "DATA" && own is null;
            if (verb == "QUIT")
                return;
        }
    }

    string Usual(string verb) => verb switch
    {
        "EHLO" => "250-fake\r\n" + (_certificate is null ? "" : "250-STARTTLS\r\n") + "250 AUTH PLAIN",
        "AUTH" => "235 yes",
        "DATA" => "354 go on",
        "QUIT" => "221 bye",
        _ => "250 fine",
    };

    async Task SayAsync(Stream stream, string text) => await stream.WriteAsync(Encoding.UTF8.GetBytes(text + "\r\n"), _stop.Token);

    async Task<string?> LineAsync(Stream stream)
    {
        var line = new List<byte>();
        byte[] one = new byte[1];
        while (await stream.ReadAsync(one, _stop.Token) == 1)
        {
            if (one[0] == '\n')
                return Encoding.UTF8.GetString([.. line]).TrimEnd('\r');
            line.Add(one[0]);
        }
        return null;
    }
}
