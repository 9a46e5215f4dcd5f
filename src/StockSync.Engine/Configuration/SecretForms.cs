using System.Net;
using System.Text;
using System.Text.Encodings.Web;

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
