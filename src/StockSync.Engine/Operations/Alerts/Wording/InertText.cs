using System.Text;

namespace StockSync.Engine.Operations.Alerts.Wording;

/// <summary>
/// Takes the power from what robots understand: mentions (<c>@all</c>, <c>&lt;at …&gt;</c>), links, images, tags and entities become their
/// full-width twins. They look alike and mean nothing; none of the robots documents an escape character.
/// </summary>
static class InertText
{
    public static string Of(string text)
    {
        var line = new StringBuilder(text.Length);
        foreach (char c in SafeText.OneLine(text).Replace("://", "：//", StringComparison.Ordinal))
        {
            line.Append(c switch
            {
                '<' => '＜',
                '>' => '＞',
                '&' => '＆',
                '@' => '＠',
                '[' => '［',
                ']' => '］',
                '*' => '＊',
                '`' => '＇',
                '#' => '＃',
                _ => c,
            });
        }
        return line.ToString();
    }
}
