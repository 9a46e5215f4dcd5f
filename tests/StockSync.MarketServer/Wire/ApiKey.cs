namespace StockSync.MarketServer;

/// <summary>The format check client 0.9.4 does: 33 characters, <c>bs-</c>, 29 of the alphabet, one check character.</summary>
static class ApiKey
{
    const string Prefix = "bs-";
    const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    public static bool IsWellFormed(string key)
    {
        if (key.Length != 33 || !key.StartsWith(Prefix, StringComparison.Ordinal))
            return false;
        var places = key[Prefix.Length..].Select(c => Alphabet.IndexOf(c, StringComparison.Ordinal)).ToList();
        return !places.Contains(-1) && places[^1] == places[..^1].Sum() % Alphabet.Length;
    }
}
