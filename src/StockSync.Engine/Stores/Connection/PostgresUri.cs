using System.Globalization;
using Npgsql;

namespace StockSync.Engine.Stores.Connection;

/// <summary>
/// Reads <c>postgresql://user:password@host:port/database?parameters</c> by libpq's rules. Npgsql does not know the form and shows the
/// whole text, password included, when it is given one; so nothing of ours hands it over or repeats any part that could be a password.
/// </summary>
static class PostgresUri
{
    public static NpgsqlConnectionStringBuilder Parse(string uri)
    {
        int scheme = uri.IndexOf("://", StringComparison.Ordinal) + 3;
        string rest = uri[scheme..];
        int end = rest.AsSpan().IndexOfAny('/', '?', '#');
        string authority = end < 0 ? rest : rest[..end];
        string tail = end < 0 ? "" : rest[end..];
        int at = authority.LastIndexOf('@');
        // An @ behind the first / ? or # may belong to a password that was not percent-encoded. Then no part may be repeated, not even
        // what looks like the host.
        if (tail.AsSpan().IndexOfAny('#', '@') >= 0)
            throw StoreErrors.Invalid("InvalidUri");

        var options = new NpgsqlConnectionStringBuilder();
        if (at >= 0)
            ReadLogin(authority[..at], options);
        ReadHosts(authority[(at + 1)..], options);
        int query = tail.IndexOf('?', StringComparison.Ordinal);
        string path = query < 0 ? tail : tail[..query];
        if (path.Length > 1)
            options.Database = PostgresUriParameters.Decode(path[1..]);
        if (query >= 0)
            PostgresUriParameters.Apply(tail[(query + 1)..], options);
        PostgresDefaults.Complete(options);
        return options;
    }

    static void ReadLogin(string login, NpgsqlConnectionStringBuilder options)
    {
        int colon = login.IndexOf(':', StringComparison.Ordinal);
        string user = PostgresUriParameters.Decode(colon < 0 ? login : login[..colon]);
        if (user.Length > 0)
            options.Username = user;
        if (colon >= 0 && colon + 1 < login.Length)
            options.Password = PostgresUriParameters.Decode(login[(colon + 1)..]);
    }

    static void ReadHosts(string text, NpgsqlConnectionStringBuilder options)
    {
        if (text.Length == 0)
            return;
        string[] hosts = text.Split(',');
        if (hosts.Length == 1)
        {
            var (host, port) = SplitPort(hosts[0]);
            if (host.Length > 0)
                options.Host = host;
            if (port is { } number)
                options.Port = number;
            return;
        }
        options.Host = string.Join(',', hosts.Select(SplitPort).Select(part =>
            part.Port is { } port ? FormattableString.Invariant($"{Bracketed(part.Host)}:{port}") : part.Host));
    }

    static string Bracketed(string host) => host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host;

    static (string Host, int? Port) SplitPort(string text)
    {
        int from = 0;
        if (text.StartsWith('['))
        {
            from = text.IndexOf(']', StringComparison.Ordinal);
            if (from < 0)
                throw StoreErrors.Invalid("InvalidUri");
        }
        int colon = text.IndexOf(':', from);
        string host = colon < 0 ? text : text[..colon];
        if (from > 0)
            host = host.Length == from + 1 ? host[1..^1] : throw StoreErrors.Invalid("InvalidUri");
        if (colon < 0 || colon == text.Length - 1)
            return (PostgresUriParameters.Decode(host), null);
        bool isNumber = int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int port);
        return isNumber && port is > 0 and < 65536
            ? (PostgresUriParameters.Decode(host), port)
            : throw StoreErrors.Invalid("InvalidUri");
    }
}

/// <summary>The part of a PostgreSQL URI behind the question mark, in libpq's words.</summary>
static class PostgresUriParameters
{
    public static void Apply(string query, NpgsqlConnectionStringBuilder options)
    {
        foreach (string pair in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            int equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
                throw StoreErrors.Invalid("InvalidUri");
            string name = Decode(pair[..equals]).ToLowerInvariant();
            string value = Decode(pair[(equals + 1)..]);
            try
            {
                Apply(name, value, options);
            }
            catch (Exception e) when (e is ArgumentException or FormatException or OverflowException)
            {
                throw StoreErrors.Invalid("InvalidParameter", name);
            }
        }
    }

    /// <summary>Percent-decodes strictly: a lone % is a sign of a password that was not encoded.</summary>
    public static string Decode(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '%' && (i + 2 >= text.Length || !char.IsAsciiHexDigit(text[i + 1]) || !char.IsAsciiHexDigit(text[i + 2])))
                throw StoreErrors.Invalid("InvalidUri");
        }
        string decoded = Uri.UnescapeDataString(text);
        return decoded.Contains('\0', StringComparison.Ordinal) ? throw StoreErrors.Invalid("InvalidUri") : decoded;
    }

    static void Apply(string name, string value, NpgsqlConnectionStringBuilder options)
    {
        switch (name)
        {
            case "host" or "hostaddr":
                options.Host = value;
                break;
            case "port":
                options.Port = Number(value);
                break;
            case "dbname":
                options.Database = value;
                break;
            case "user":
                options.Username = value;
                break;
            case "password":
                options.Password = value;
                break;
            case "passfile":
                options.Passfile = value;
                break;
            case "sslmode":
                options.SslMode = PostgresDefaults.SslModeOf(value);
                break;
            // "system" means the machine's own authorities, which is what Npgsql uses without a file.
            case "sslrootcert":
                options.RootCertificate = value == "system" ? null : value;
                break;
            case "sslcert":
                options.SslCertificate = value;
                break;
            case "sslkey":
                options.SslKey = value;
                break;
            case "sslnegotiation":
                options.SslNegotiation = Enum.Parse<SslNegotiation>(value, ignoreCase: true);
                break;
            case "options":
                options.Options = value;
                break;
            case "target_session_attrs":
                options.TargetSessionAttributes = value;
                break;
            case "connect_timeout":
                options.Timeout = Number(value);
                break;
            // What Neon's console adds and others write: we bind channels wherever the server offers it, our name is fixed, and dead
            // connections are found by their use.
            case "channel_binding" or "application_name" or "fallback_application_name" or "gssencmode" or "pgbouncer"
                or "keepalives" or "keepalives_idle" or "keepalives_interval" or "keepalives_count" or "tcp_user_timeout"
                or "client_encoding" or "pool_timeout" or "connection_limit":
                break;
            default:
                throw Unknown(name);
        }
    }

    static int Number(string value) => int.Parse(value, NumberStyles.None, CultureInfo.InvariantCulture);

    // Only what is shaped like a parameter's name is repeated.
    static StockSyncException Unknown(string name) => name.Length <= 40 && name.All(c => char.IsAsciiLetterLower(c) || c == '_')
        ? StoreErrors.Invalid("InvalidParameter", name)
        : StoreErrors.Invalid("InvalidUri");
}
