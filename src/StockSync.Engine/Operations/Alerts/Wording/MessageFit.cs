using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace StockSync.Engine.Operations.Alerts.Wording;

/// <summary>Puts a message into the room that a channel gives: what is cut is cut from the end of the lines, and the reader is told.</summary>
static class MessageFit
{
    const int LongestTitle = 240;
    const int LongestLine = 900;
    const int LongestAdvice = 700;

    /// <summary>Bytes as they are.</summary>
    public static int Utf8(string text) => Encoding.UTF8.GetByteCount(text);

    /// <summary>Bytes within a JSON string as the robots are sent it.</summary>
    public static int Json(string text) => JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes.Length;

    /// <summary>Title, lines and advice, one to a line.</summary>
    /// <param name="content">What to say.</param>
    /// <param name="form">How the channel writes it.</param>
    /// <param name="limit">Bytes for all of it.</param>
    /// <param name="measure">How the channel counts them.</param>
    /// <param name="words">For the note about what was cut.</param>
    public static string Of(AlertContent content, LineForm form, int limit, Func<string, int> measure, AlertWords words)
    {
        string Cut(string text, int bytes) => ByteCut.Of(form.Neutral(text), bytes, measure);

        string head = form.Title(Cut(content.Title, LongestTitle)) + form.Break;
        string tail = content.Advice is { } advice ? form.Advice(Cut(advice, LongestAdvice)) : "";
        var lines = content.Lines.Select(l => form.Line(form.Neutral(l.Label), Cut(l.Text, LongestLine)) + form.Break).ToList();

        int room = limit - measure(head) - measure(tail);
        int kept = Fitting(lines, room, measure);
        if (kept < lines.Count)
        {
            string note = form.Neutral(words.Get("MoreLines", lines.Count)) + form.Break;
            kept = Fitting(lines, room - measure(note), measure);
            lines = [.. lines.Take(kept), form.Neutral(words.Get("MoreLines", lines.Count - kept)) + form.Break];
        }
        return head + string.Concat(lines) + tail;
    }

    static int Fitting(List<string> lines, int room, Func<string, int> measure)
    {
        int count = 0;
        foreach (string line in lines)
        {
            room -= measure(line);
            if (room < 0)
                break;
            count++;
        }
        return count;
    }
}

/// <summary>How a channel writes the parts of a message.</summary>
/// <param name="Title">Around the title.</param>
/// <param name="Line">Around a label and its text.</param>
/// <param name="Advice">Around the advice.</param>
/// <param name="Neutral">What makes foreign text harmless there.</param>
/// <param name="Break">Between two lines.</param>
sealed record LineForm(
    Func<string, string> Title, Func<string, string, string> Line, Func<string, string> Advice, Func<string, string> Neutral, string Break);

/// <summary>Cuts by bytes, as the robots count, and never through a character.</summary>
static class ByteCut
{
    const char Ellipsis = '…';

    /// <summary>The text, or as much of it as fits together with an ellipsis.</summary>
    /// <param name="text">Any text; a lone half of a surrogate pair becomes a replacement character.</param>
    /// <param name="limit">Bytes.</param>
    /// <param name="measure">Bytes that a piece takes.</param>
    public static string Of(string text, int limit, Func<string, int> measure)
    {
        if (measure(text) <= limit)
            return text;
        var cut = new StringBuilder();
        int left = limit - measure(Ellipsis.ToString());
        foreach (var rune in text.EnumerateRunes())
        {
            string piece = rune.ToString();
            left -= measure(piece);
            if (left < 0)
                break;
            cut.Append(piece);
        }
        return limit < measure(Ellipsis.ToString()) ? "" : cut.Append(Ellipsis).ToString();
    }
}

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
