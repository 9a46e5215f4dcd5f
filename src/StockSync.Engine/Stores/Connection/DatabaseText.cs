using Npgsql;

namespace StockSync.Engine.Stores.Connection;

/// <summary>Reads the setting <c>Database</c>: a PostgreSQL URI, an Npgsql key/value text, or a file path.</summary>
static class DatabaseText
{
    const string SqlitePrefix = "sqlite:";
    const string DataSourcePrefix = "data source=";

    /// <summary>What the text names; null or empty names the default file.</summary>
    /// <param name="text">The text.</param>
    /// <param name="baseDirectory">What a relative path is relative to; null means the process's current directory.</param>
    public static DatabaseTarget Parse(string? text, string? baseDirectory = null)
    {
        string value = Clean(text);
        if (value.Length == 0)
            return new DatabaseTarget.File(DefaultFile());
        if (IsScheme(value, "postgresql") || IsScheme(value, "postgres"))
            return new DatabaseTarget.Server(PostgresUri.Parse(value));
        if (PostgresKeyValue.IsMeant(value))
            return new DatabaseTarget.Server(PostgresKeyValue.Parse(value));
        if (value.Contains("://", StringComparison.Ordinal))
            throw StoreErrors.Invalid("InvalidScheme", Scheme(value));
        if (value.StartsWith(SqlitePrefix, StringComparison.OrdinalIgnoreCase))
            return File(value[SqlitePrefix.Length..], baseDirectory);
        if (value.StartsWith(DataSourcePrefix, StringComparison.OrdinalIgnoreCase))
            return File(value[DataSourcePrefix.Length..], baseDirectory);
        // A mistyped address must not become a file whose name holds the password.
        if (LooksLikeLogin(value))
            throw StoreErrors.Invalid("InvalidPath");
        return File(value, baseDirectory);
    }

    /// <summary>The text with a user and a password that were given apart from it.</summary>
    /// <exception cref="StockSyncException"><see cref="ErrorIds.DatabaseInvalid"/>: it is a file, or has a password.</exception>
    public static string WithLogin(string? text, string user, string password)
    {
        if (Parse(text) is not DatabaseTarget.Server { Options: var options })
            throw StoreErrors.Invalid("LoginForFile");
        if (options.Password is not null)
            throw StoreErrors.Invalid("LoginTwice");
        options.Username = user;
        options.Password = password;
        return options.ConnectionString;
    }

    /// <summary>What must not be shown of the text: the password, as it is meant and as it is written, and a text that holds one.</summary>
    public static IEnumerable<string?> SecretsOf(string? text)
    {
        if (Parse(text) is not DatabaseTarget.Server { Options: var options } || (options.Password ?? options.SslPassword) is null)
            return [];
        string value = Clean(text);
        int scheme = value.IndexOf("://", StringComparison.Ordinal);
        int at = value.IndexOf('@', StringComparison.Ordinal);
        int colon = scheme < 0 || at < 0 ? -1 : value.IndexOf(':', scheme + 3);
        string? written = colon >= 0 && colon < at ? value[(colon + 1)..at] : null;
        return [value, options.Password, options.SslPassword, written];
    }

    /// <summary>The database of users who set nothing up.</summary>
    public static string DefaultFile()
    {
        string directory = OperatingSystem.IsWindows()
            ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "StockSync")
            : Path.Combine(UserData(), "stocksync");
        return Path.Combine(directory, "stocksync.db");
    }

    // The XDG rule: a relative path in the variable is to be ignored.
    static string UserData() => Environment.GetEnvironmentVariable("XDG_DATA_HOME") is { Length: > 0 } data && Path.IsPathRooted(data)
        ? data
        : Path.Combine(Home(), ".local", "share");

    static string Home() => Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    // Neon's console offers the command line psql 'postgresql://…' to be copied.
    static string Clean(string? text)
    {
        string value = text?.Trim() ?? "";
        if (value.StartsWith("psql ", StringComparison.Ordinal))
            value = value["psql ".Length..].Trim();
        return value.Length >= 2 && value[0] is '\'' or '"' && value[^1] == value[0] ? value[1..^1].Trim() : value;
    }

    static bool IsScheme(string value, string scheme) => value.StartsWith(scheme + "://", StringComparison.OrdinalIgnoreCase);

    static string Scheme(string value)
    {
        string scheme = value[..value.IndexOf("://", StringComparison.Ordinal)];
        return scheme.Length is > 0 and <= 20 && scheme.All(c => char.IsAsciiLetterOrDigit(c) || c is '+' or '-' or '.' or ':')
            && !scheme.Contains(':', StringComparison.Ordinal) ? scheme : "…";
    }

    static bool LooksLikeLogin(string value)
    {
        if (value.StartsWith("postgres", StringComparison.OrdinalIgnoreCase) && value.Contains('@', StringComparison.Ordinal))
            return true;
        int at = value.IndexOf('@', StringComparison.Ordinal);
        return at > 0 && value[..at].Contains(':', StringComparison.Ordinal) && value.AsSpan(0, at).IndexOfAny('/', '\\') < 0;
    }

    static DatabaseTarget.File File(string path, string? baseDirectory)
    {
        try
        {
            string value = path.Trim();
            if (value == "~" || value.StartsWith("~/", StringComparison.Ordinal) || value.StartsWith("~\\", StringComparison.Ordinal))
                value = Home() + value[1..];
            if (value.Length == 0 || value == ":memory:" || value.StartsWith("file:", StringComparison.OrdinalIgnoreCase))
                throw StoreErrors.Invalid("InvalidPath");
            return new DatabaseTarget.File(Path.GetFullPath(value, baseDirectory ?? Environment.CurrentDirectory));
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException or PathTooLongException)
        {
            throw StoreErrors.Invalid("InvalidPath");
        }
    }
}

/// <summary>What a database text names.</summary>
abstract record DatabaseTarget
{
    /// <summary>A SQLite file, by its full path.</summary>
    public sealed record File(string Path) : DatabaseTarget;

    /// <summary>A PostgreSQL server.</summary>
    public sealed record Server(NpgsqlConnectionStringBuilder Options) : DatabaseTarget
    {
        // A record would print its members, the password among them.
        public override string ToString() => $"PostgreSQL {Options.Host}/{Options.Database}";
    }
}
