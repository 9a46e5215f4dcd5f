using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.RegularExpressions;

namespace StockSync.Engine.Configuration;

/// <summary>The ways in which programs write a secret down.</summary>
static class SecretForms
{
    // Of base64 of a longer text only the middle is the secret's own; less than that says too little to be looked for.
    const int ShortestMiddle = 8;

    public static IEnumerable<string> Of(string secret)
    {
        yield return secret;
        yield return secret.Trim();
        yield return Uri.EscapeDataString(secret);
        yield return Uri.UnescapeDataString(secret);
        yield return WebUtility.UrlEncode(secret);
        yield return WebUtility.HtmlEncode(secret);
        yield return JavaScriptEncoder.Default.Encode(secret);
        yield return JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(secret);
        yield return EscapeNonAscii(JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(secret));
        byte[] bytes = Encoding.UTF8.GetBytes(secret);
        yield return Convert.ToHexString(bytes);
        for (int shift = 0; shift < 3; shift++)
        {
            string middle = Base64(bytes, shift);
            if (shift > 0 && middle.Length < ShortestMiddle)
                continue;
            yield return middle;
            yield return middle.Replace('+', '-').Replace('/', '_');
        }
    }

    // The characters that do not depend on what stands before and behind: three bytes make four characters.
    static string Base64(byte[] bytes, int shift)
    {
        string text = Convert.ToBase64String([.. new byte[shift], .. bytes]).TrimEnd('=');
        int foreign = shift == 0 ? 0 : shift + 1;
        int rest = (bytes.Length + shift) % 3;
        return text[foreign..^(rest == 0 ? 0 : 1)];
    }

    // As languages do that write JSON in ASCII.
    static string EscapeNonAscii(string text) =>
        string.Concat(text.Select(c => char.IsAscii(c) ? c.ToString() : FormattableString.Invariant($"\\u{(int)c:x4}")));
}

/// <summary>The parts of a web address that are secrets: whoever knows them can write to the channel.</summary>
static class AddressSecrets
{
    // Tokens of robots and pings are 32 characters and more; words of a path are shorter. What stands behind a question mark is named,
    // and may be somebody's own short one.
    const int ShortestToken = 12;
    const int ShortestValue = 8;

    public static IEnumerable<string> Of(string address)
    {
        yield return address;
        if (!Uri.TryCreate(address.Trim(), UriKind.Absolute, out var uri))
            yield break;
        if (uri.Query.Length > 1 || uri.PathAndQuery.Length > ShortestToken)
            yield return uri.PathAndQuery;
        if (uri.UserInfo.Split(':', 2) is [_, var password])
            yield return password;
        foreach (string segment in uri.AbsolutePath.Split('/').Where(s => s.Length >= ShortestToken))
            yield return segment;
        foreach (string pair in uri.Query.TrimStart('?').Split('&'))
        {
            if (pair.Split('=', 2) is [_, { Length: >= ShortestValue } value])
                yield return value;
        }
    }
}

/// <summary>Finds passwords in database texts without understanding them: in doubt there is one.</summary>
static partial class PasswordFinder
{
    /// <summary>True where the text holds a password, or cannot be proven to hold none.</summary>
    public static bool IsIn(string text)
    {
        if (PasswordMember().IsMatch(text))
            return true;
        int scheme = text.IndexOf("://", StringComparison.Ordinal);
        string rest = (scheme < 0 ? text : text[(scheme + 3)..]).Split('?')[0];
        int at = rest.LastIndexOf('@');
        return at >= 0 && rest[..at].Contains(':', StringComparison.Ordinal);
    }

    [GeneratedRegex(@"(^|[;?&\s'""])(password|pwd|psw|passwd)\s*=", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex PasswordMember();
}
