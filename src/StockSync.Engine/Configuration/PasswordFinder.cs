using System.Text.RegularExpressions;

namespace StockSync.Engine.Configuration;

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
