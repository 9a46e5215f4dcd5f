using System.Net;
using System.Text;
using StockSync.Engine.Operations.Alerts.Wording;

namespace StockSync.Engine.Operations.Alerts.Channels;

/// <summary>The two forms of a mail's body. Every text is encoded; there is no address, picture or script in it.</summary>
static class MailText
{
    public static string Plain(AlertContent content)
    {
        var text = new StringBuilder(SafeText.OneLine(content.Title)).Append("\n\n");
        foreach (var line in content.Lines)
            text.Append(SafeText.OneLine(line.Label)).Append(": ").Append(SafeText.OneLine(line.Text)).Append('\n');
        if (content.Advice is { } advice)
            text.Append('\n').Append(SafeText.OneLine(advice)).Append('\n');
        return text.ToString();
    }

    public static string Html(AlertContent content, AlertWords words)
    {
        var page = new StringBuilder($"<!DOCTYPE html><html lang=\"{words.Culture.Name}\"><head><meta charset=\"utf-8\"></head>");
        page.Append("<body style=\"font-family:sans-serif\"><h3>").Append(Encoded(content.Title)).Append("</h3><table cellpadding=\"4\">");
        foreach (var line in content.Lines)
        {
            page.Append("<tr><th align=\"left\" valign=\"top\">").Append(Encoded(line.Label))
                .Append("</th><td>").Append(Encoded(line.Text)).Append("</td></tr>");
        }
        page.Append("</table>");
        if (content.Advice is { } advice)
            page.Append("<p>").Append(Encoded(advice)).Append("</p>");
        return page.Append("</body></html>").ToString();
    }

    static string Encoded(string text) => WebUtility.HtmlEncode(SafeText.OneLine(text));
}
