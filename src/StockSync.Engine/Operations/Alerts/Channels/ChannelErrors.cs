using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using StockSync.Engine.Operations.Alerts.Wording;

namespace StockSync.Engine.Operations.Alerts.Channels;

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
