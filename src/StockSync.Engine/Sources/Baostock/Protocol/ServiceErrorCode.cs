using System.Collections.Frozen;

namespace StockSync.Engine.Sources.Baostock.Protocol;

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
