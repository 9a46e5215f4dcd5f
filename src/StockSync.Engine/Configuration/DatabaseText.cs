using System.Data.Common;
using System.Text.RegularExpressions;

namespace StockSync.Engine.Configuration;

/// <summary>
/// Tells the three forms of a database text apart without connecting, so that it can be shown without user and password.
/// What it means exactly is the store's business.
/// </summary>
static partial class DatabaseText
{
    const string Masked = "***";

    /// <summary>True for <c>postgres://</c> and <c>postgresql://</c>.</summary>
    public static bool IsUri(string text) => UriForm().IsMatch(text);

    /// <summary>True for an Npgsql key/value string: it names a host.</summary>
    public static bool IsKeyValue(string text) => KeyValueForm().IsMatch(text);

    /// <summary>True for anything that is neither of the two and not some other program's URI.</summary>
    public static bool IsFile(string text) => !IsUri(text) && !IsKeyValue(text) && !text.Contains("://", StringComparison.Ordinal) && !HasPassword(text);

    /// <summary>True where the text holds a password, or cannot be proven to hold none.</summary>
    public static bool HasPassword(string text)
    {
        if (PasswordMember().IsMatch(text))
            return true;
        int scheme = text.IndexOf("://", StringComparison.Ordinal);
        if (scheme < 0)
            return false;
        string rest = text[(scheme + 3)..].Split('?')[0];
        int at = rest.LastIndexOf('@');
        return at >= 0 && rest[..at].Contains(':', StringComparison.Ordinal);
    }

    /// <summary>Kind, host and database, or the file; never user or password.</summary>
    public static string Mask(string text)
    {
        if (IsUri(text))
            return Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Host.Length > 0 ? $"PostgreSQL {uri.Host}{uri.AbsolutePath}" : Masked;
        if (IsKeyValue(text))
            return MaskKeyValue(text);
        return IsFile(text) ? $"SQLite {text}" : Masked;
    }

    static string MaskKeyValue(string text)
    {
        try
        {
            var parts = new DbConnectionStringBuilder { ConnectionString = text };
            return Find(parts, "Host", "Server") is { } host ? $"PostgreSQL {host}/{Find(parts, "Database", "DB") ?? ""}" : Masked;
        }
        catch (ArgumentException)
        {
            // The builder's message repeats the text.
            return Masked;
        }
    }

    static string? Find(DbConnectionStringBuilder parts, params string[] keys)
    {
        foreach (string key in keys)
        {
            if (parts.TryGetValue(key, out object? value))
                return value as string;
        }
        return null;
    }

    [GeneratedRegex("^postgres(ql)?://", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex UriForm();

    [GeneratedRegex(@"(^|;)\s*(host|server)\s*=", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex KeyValueForm();

    [GeneratedRegex(@"(^|[;?&\s])(password|pwd|psw|passwd)\s*=", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex PasswordMember();
}
