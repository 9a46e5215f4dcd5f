using System.Collections.Frozen;
using StockSync.Engine.Resources;

namespace StockSync.Engine.Sources.Baostock.Protocol;

/// <summary>Reads the first slots of an answer that failed. It may be of any type; only code and text can be relied on.</summary>
static class ServiceError
{
    /// <summary>The code of a failed answer.</summary>
    /// <exception cref="StockSyncException">It is not a number.</exception>
    public static string CodeOf(Answer answer)
    {
        string code = answer.Text(0);
        if (code.Length is 0 or > 10 || !code.All(char.IsAsciiDigit) || answer.Count < 2)
            throw SourceErrors.Protocol(ProtocolFault.Slots);
        return code;
    }

    /// <summary>The error of a failed answer to a message type.</summary>
    public static StockSyncException From(Answer answer, string messageType)
    {
        string code = CodeOf(answer);
        var meaning = ServiceErrorCode.Of(code, messageType);
        return new StockSyncException(
            meaning.ErrorId,
            meaning.Kind,
            SourceStrings.ResourceManager.Text(meaning.Text, code, ServiceText.Clean(answer.Text(1)), messageType),
            meaning.Advice is null ? null : SourceStrings.ResourceManager.Text(meaning.Advice),
            target: code,
            isTransient: meaning.Class == ServiceErrorClass.Transient);
    }
}

/// <summary>What an error code of the service asks of us.</summary>
enum ServiceErrorClass
{
    /// <summary>It may pass: try again on a new connection with a new login.</summary>
    Transient,

    /// <summary>The same request will fail again.</summary>
    Terminal,

    /// <summary>Send nothing more, on any connection.</summary>
    StopEverything,
}

/// <summary>One error code of the service.</summary>
/// <param name="Class">What it asks of us.</param>
/// <param name="ErrorId">The id a script sees.</param>
/// <param name="Kind">The class of error a script sees.</param>
/// <param name="Text">The resource with its message.</param>
/// <param name="Advice">The resource with what to do, or null.</param>
sealed record ServiceErrorCode(ServiceErrorClass Class, string ErrorId, ErrorKind Kind, string Text, string? Advice = null)
{
    const string NotLoggedIn = "10001001";
    const string UnknownMessageType = "10004020";

    static readonly ServiceErrorCode s_transient =
        new(ServiceErrorClass.Transient, ErrorIds.SourceError, ErrorKind.Connection, "ServiceError");

    static readonly ServiceErrorCode s_login =
        new(ServiceErrorClass.Terminal, ErrorIds.SourceLoginRefused, ErrorKind.Authentication, "LoginRefused", "LoginRefusedAdvice");

    static readonly ServiceErrorCode s_permission =
        new(ServiceErrorClass.Terminal, ErrorIds.SourceRejected, ErrorKind.Permission, "ServiceError", "PermissionAdvice");

    static readonly ServiceErrorCode s_banned =
        new(ServiceErrorClass.StopEverything, ErrorIds.SourceBanned, ErrorKind.Limit, "ServiceBanned", "ServiceBannedAdvice");

    static readonly ServiceErrorCode s_rejected =
        new(ServiceErrorClass.Terminal, ErrorIds.SourceRejected, ErrorKind.InvalidArgument, "ServiceError");

    static readonly ServiceErrorCode s_unsupported =
        new(ServiceErrorClass.Terminal, ErrorIds.SourceUnsupported, ErrorKind.NotFound, "ServiceUnsupported", "ServiceUnsupportedAdvice");

    static readonly FrozenDictionary<string, ServiceErrorCode> s_codes = new Dictionary<string, ServiceErrorCode>
    {
        [NotLoggedIn] = s_transient with { Kind = ErrorKind.Authentication },
        ["10001002"] = s_login, // wrong user or password
        ["10001003"] = s_login, // cannot get user information
        ["10001004"] = s_login with { Advice = "ClientExpiredAdvice" },
        ["10001005"] = s_banned, // login count limit of the account
        ["10001006"] = s_permission, // insufficient rights
        ["10001007"] = s_login, // activation needed
        ["10001008"] = s_login, // user empty
        ["10001009"] = s_login, // password empty
        ["10001010"] = s_rejected, // logout failed
        ["10001011"] = s_banned, // blacklisted
        ["10001012"] = s_login, // malformed API key
        ["10001015"] = s_permission, // not in any list; seen on data queries with some API keys
        ["10005001"] = s_transient, // system error
    }.ToFrozenDictionary();

    /// <summary>
    /// What a code means as the answer to a message type. A code that no list names is terminal: retrying what is not understood is
    /// how one gets banned. (10002xxx are the network's; 10004xxx are about the request.)
    /// </summary>
    public static ServiceErrorCode Of(string code, string messageType)
    {
        if (code == UnknownMessageType && messageType is MessageType.DailyAStock or MessageType.DailyAdjustFactor)
            return s_unsupported;
        if (s_codes.TryGetValue(code, out var known))
            return known;
        return code.StartsWith("10002", StringComparison.Ordinal) ? s_transient : s_rejected;
    }
}
