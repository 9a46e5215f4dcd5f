namespace StockSync.Engine.Sources.Baostock;

/// <summary>The form of the service's API keys: <c>bs-</c>, 2 characters role, 27 payload, 1 check character.</summary>
static class ApiKey
{
    const string Prefix = "bs-";
    const int Length = 33;
    const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    /// <summary>True when the service could have issued the key. A malformed one is refused here, without a login attempt.</summary>
    public static bool IsWellFormed(string key)
    {
        if (key.Length != Length || !key.StartsWith(Prefix, StringComparison.Ordinal))
            return false;
        var characters = key.AsSpan(Prefix.Length);
        int sum = 0;
        foreach (char c in characters[..^1])
        {
            int position = Alphabet.IndexOf(c, StringComparison.Ordinal);
            if (position < 0)
                return false;
            sum += position;
        }
        return characters[^1] == Alphabet[sum % Alphabet.Length];
    }
}
