using System.Globalization;

namespace StockSync.MarketServer;

/// <summary>What one connection may ask: nothing before its login, and for some time after it.</summary>
sealed class Session(MarketServerOptions options)
{
    const string OldestClient = "00.8.90";

    static readonly TimeSpan s_beijing = TimeSpan.FromHours(8);

    bool _isLoggedIn;
    int _requests;

    public Answer Ask(RequestFrame request, Func<Answer> query)
    {
        if (request.Flaw is not null)
            throw ServiceError.MalformedMessage;
        if (string.CompareOrdinal(request.Version, OldestClient) < 0)
            throw ServiceError.VersionExpired;
        if (request.Type == MessageTypes.Login)
            return Login(request.Fields);
        if (!_isLoggedIn)
            throw ServiceError.NotLoggedIn;
        if (request.Type == MessageTypes.Logout)
            return Logout(request.Fields);
        if (_requests++ >= (options.SessionLifetime ?? int.MaxValue))
        {
            _isLoggedIn = false;
            throw ServiceError.NotLoggedIn;
        }
        if (options.Without98 && MessageTypes.IsSince093(request.Type))
            throw ServiceError.UnknownType;
        return query();
    }

    Answer Login(IReadOnlyList<string> fields)
    {
        if (fields is not ["login", var user, var password, var key])
            throw ServiceError.WrongParameterCount;
        if (user != "anonymous" || password != "123456")
            throw ServiceError.WrongPassword;
        if (key != "0" && !ApiKey.IsWellFormed(key))
            throw ServiceError.BadApiKey;
        _isLoggedIn = true;
        _requests = 0;
        return Greeting("01", "login", user);
    }

    Answer Logout(IReadOnlyList<string> fields)
    {
        if (fields is not ["logout", var user, _])
            throw ServiceError.WrongParameterCount;
        _isLoggedIn = false;
        return Greeting("03", "logout", user);
    }

    Answer Greeting(string type, string method, string user)
    {
        var now = options.TimeProvider.GetUtcNow().ToOffset(s_beijing);
        return new Answer
        {
            Type = type,
            Kind = method,
            Before = ["0", "success", method, user, now.ToString("yyyyMMddHHmmssfff", CultureInfo.InvariantCulture)],
        };
    }
}
