using System.Data.Common;
using Npgsql;

namespace StockSync.Engine.Stores.Connection;

/// <summary>Reads <c>Host=…;Username=…</c>. Npgsql's own parser repeats a segment it does not know, so ours goes key by key.</summary>
static class PostgresKeyValue
{
    /// <summary>
    /// True where the text is meant as key/value pairs: its first key is one of Npgsql's, or it has several. Any doubt is decided
    /// against a file, whose name would then hold the password.
    /// </summary>
    public static bool IsMeant(string text)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0)
            return false;
        string first = text[..equals].Trim();
        return IsKnown(first) || (text.Contains(';', StringComparison.Ordinal) && first.AsSpan().IndexOfAny('/', '\\') < 0
            && !first.Equals("data source", StringComparison.OrdinalIgnoreCase));
    }

    public static NpgsqlConnectionStringBuilder Parse(string text)
    {
        var pairs = new DbConnectionStringBuilder();
        try
        {
            pairs.ConnectionString = text;
        }
        catch (ArgumentException)
        {
            throw StoreErrors.Invalid("InvalidKeyValue");
        }
        var options = new NpgsqlConnectionStringBuilder();
        foreach (string key in pairs.Keys)
        {
            if (!IsKnown(key))
                throw StoreErrors.Invalid("InvalidKeyValue");
            try
            {
                options[key] = pairs[key];
            }
#pragma warning disable CA1031 // whatever the driver dislikes may be shown in its error, so none of it goes further
            catch (Exception)
#pragma warning restore CA1031
            {
                throw StoreErrors.Invalid("InvalidKey", key);
            }
        }
        // libpq's form separates by blanks: everything behind the first key would be taken for its value.
        if (options.Host is { } host && host.Contains('=', StringComparison.Ordinal))
            throw StoreErrors.Invalid("InvalidKeyValue");
        PostgresDefaults.Complete(options);
        return options;
    }

    static bool IsKnown(string key)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder().ContainsKey(key);
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
