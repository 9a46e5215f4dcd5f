using System.Globalization;
using Npgsql;

namespace StockSync.Engine.Stores.Connection;

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
