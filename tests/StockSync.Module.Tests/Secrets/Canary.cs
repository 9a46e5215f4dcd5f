using System.Text;

namespace StockSync.Module.Tests.Secrets;

/// <summary>
/// Secrets that all hold one word, at their beginning and at their end: wherever that word shows, whole, cut, folded or encoded, a secret
/// has leaked. URL, JSON and XML leave its letters alone; base64 and hexadecimal are looked for.
/// </summary>
static class Canary
{
    const string Word = "CaNary";
    const string KeyAlphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    /// <summary>With all that URLs, JSON and connection strings have to escape.</summary>
    public const string Password = Word + " @:/?%&#'\";=\\ 密码 " + Word;

    static readonly string[] s_encoded =
        [.. new[] { Word, Word.ToLowerInvariant(), Word.ToUpperInvariant() }.SelectMany(w => Enumerable.Range(0, 3).Select(shift => Middle(w, shift)))];

    static readonly string s_hex = Convert.ToHexString(Encoding.UTF8.GetBytes(Word));

    /// <summary>As the service gives them out: letters and digits, the last one a check.</summary>
    public static string ApiKey { get; } = Key();

    /// <summary>A token as robots have them in their address.</summary>
    public static string Token(string channel) => $"{Word}-{channel}-{Word}";

    /// <summary>The places where the word shows, each with what is around it.</summary>
    public static IEnumerable<string> Find(string text)
    {
        foreach (string form in s_encoded.Append(s_hex).Append(Word))
        {
            var comparison = form == Word || form == s_hex ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
            int at = text.IndexOf(form, comparison);
            if (at >= 0)
                yield return text[Math.Max(0, at - 60)..Math.Min(text.Length, at + 60)];
        }
    }

    // What is the word's own in the base64 of a longer text.
    static string Middle(string word, int shift)
    {
        byte[] bytes = [.. new byte[shift], .. Encoding.UTF8.GetBytes(word)];
        string text = Convert.ToBase64String(bytes).TrimEnd('=');
        return text[(shift == 0 ? 0 : shift + 1)..^(bytes.Length % 3 == 0 ? 0 : 1)];
    }

    static string Key()
    {
        string body = (Word + "0123456789abcdefg" + Word);
        return "bs-" + body + Check(body);
    }

    static string Check(string body)
    {
        int sum = body.Sum(c => KeyAlphabet.IndexOf(c, StringComparison.Ordinal));
        return KeyAlphabet[sum % KeyAlphabet.Length] + "";
    }
}
