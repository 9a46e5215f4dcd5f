using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using StockSync.Engine.Operations.Alerts.Wording;

namespace StockSync.Engine.Operations.Alerts.Channels;

/// <summary>What became of a message, and why.</summary>
/// <param name="Verdict">Whether it is worth trying again.</param>
/// <param name="Error">What the channel said; not yet free of secrets.</param>
/// <param name="Wait">How long the channel wants to be left alone; null where it did not say.</param>
sealed record SendResult(SendVerdict Verdict, string? Error = null, TimeSpan? Wait = null)
{
    public static readonly SendResult Accepted = new(SendVerdict.Accepted);

    public static SendResult Later(string error, TimeSpan? wait = null) => new(SendVerdict.Later, error, wait);

    public static SendResult Refused(string error) => new(SendVerdict.Refused, error);
}

/// <summary>What became of a message.</summary>
enum SendVerdict
{
    /// <summary>The channel has it.</summary>
    Accepted,

    /// <summary>Not now; the same message may be accepted later.</summary>
    Later,

    /// <summary>Never: the address, the secret or the message is wrong.</summary>
    Refused,
}

/// <summary>What a robot's answer means: HTTP's 200 is not delivery, its own code decides.</summary>
/// <param name="members">Names of the code's member, the usual one first.</param>
/// <param name="final">Codes that stay whatever is tried.</param>
/// <param name="waits">Codes after which it wants to be left alone, and for how long.</param>
sealed class WebhookResult(string[] members, long[] final, IReadOnlyDictionary<long, TimeSpan> waits)
{
    public SendResult Of(HttpAnswer answer, AlertWords words)
    {
        var (code, text) = WebhookJson.Read(answer.Body, members);
        if (code is null)
        {
            return answer.IsSuccess
                ? SendResult.Later(words.Get("NotUnderstood", answer.Status))
                : answer.Judge(words.Get("Answered", $"HTTP {answer.Status}", ""));
        }
        if (code == 0)
            return answer.IsSuccess ? SendResult.Accepted : answer.Judge(words.Get("Answered", $"HTTP {answer.Status}", ""));

        string error = words.Get("Answered", code, text);
        if (final.Contains(code.Value))
            return SendResult.Refused(error);
        return SendResult.Later(error, waits.TryGetValue(code.Value, out var wait) ? wait : answer.RetryAfter);
    }
}

/// <summary>From what a library throws to a result. Its own texts may hold an address, so only classes of errors are told.</summary>
static class ChannelErrors
{
    public static SendResult Of(Exception error, AlertWords words) => error switch
    {
        ChannelException own => own.IsFinal ? SendResult.Refused(own.Message) : SendResult.Later(own.Message),
        HttpRequestException { InnerException: ChannelException own } => Of(own, words),
        OperationCanceledException or TimeoutException => SendResult.Later(words.Get("NoAnswer")),
        HttpRequestException http => SendResult.Later(words.Get("NotReached", Detail(http))),

        // The server's own words: what it does not like, with its code.
        SmtpCommandException smtp => OfStatus(smtp, words),
        AuthenticationException { InnerException: SmtpCommandException smtp } when IsPassing(smtp.StatusCode) => OfStatus(smtp, words),
        AuthenticationException => SendResult.Refused(words.Get("LoginRefused")),
        ServiceNotAuthenticatedException => SendResult.Refused(words.Get("LoginRefused")),
        SslHandshakeException => SendResult.Later(words.Get("NotTrusted")),
        NotSupportedException => SendResult.Refused(words.Get("NoTls")),
        SocketException socket => SendResult.Later(words.Get("NotReached", socket.SocketErrorCode)),
        IOException or ProtocolException => SendResult.Later(words.Get("NotReached", nameof(SocketError.ConnectionReset))),
        _ => SendResult.Later(words.Get("NotReached", error.GetType().Name)),
    };

    static SendResult OfStatus(SmtpCommandException smtp, AlertWords words)
    {
        string text = words.Get("Answered", (int)smtp.StatusCode, smtp.Message);
        return IsPassing(smtp.StatusCode) ? SendResult.Later(text) : SendResult.Refused(text);
    }

    static bool IsPassing(SmtpStatusCode code) => (int)code is >= 400 and < 500;

    static string Detail(HttpRequestException error) => error switch
    {
        { InnerException: SocketException socket } => socket.SocketErrorCode.ToString(),
        { InnerException: System.Security.Authentication.AuthenticationException } => nameof(HttpRequestError.SecureConnectionError),
        _ => error.HttpRequestError.ToString(),
    };
}

/// <summary>A channel could not be used, for a reason that the platform has no exception for.</summary>
sealed class ChannelException(string message, bool isFinal = false) : Exception(message)
{
    /// <summary>True where trying again is of no use.</summary>
    public bool IsFinal { get; } = isFinal;
}
