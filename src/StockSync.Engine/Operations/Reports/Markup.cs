using System.Buffers;
using System.Globalization;
using System.Text;
using System.Xml;

namespace StockSync.Engine.Operations.Reports;

/// <summary>
/// Writes a page that is HTML to a browser and XML to a parser. Every text goes through <see cref="PlainText"/> and the XML writer, so
/// none of it can become markup.
/// </summary>
sealed class Markup : IDisposable
{
    readonly XmlWriter _writer;

    public Markup(TextWriter output) => _writer = XmlWriter.Create(output, new XmlWriterSettings
    {
        OmitXmlDeclaration = true,
        ConformanceLevel = ConformanceLevel.Fragment,
        NewLineHandling = NewLineHandling.None,
        Indent = false,
    });

    /// <summary>A number as SVG reads it: two decimals at most.</summary>
    public static string Number(double value) => Math.Round(value, 2).ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>A share, 0 to 1, as SVG and CSS read it.</summary>
    public static string Percent(double share) => Number(share * 100) + "%";

    public void Dispose() => _writer.Dispose();

    /// <summary>Begins an element; an attribute without a value is left out.</summary>
    public void Open(string name, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        _writer.WriteStartElement(name);
        foreach (var (attribute, value) in attributes)
        {
            if (value is not null)
                _writer.WriteAttributeString(attribute, PlainText.Clean(value));
        }
    }

    /// <summary>Ends the element that was begun last. Browsers need the closing tag also of one that is empty.</summary>
    public void Close() => _writer.WriteFullEndElement();

    /// <summary>An element that never has content.</summary>
    public void Leaf(string name, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        Open(name, attributes);
        _writer.WriteEndElement();
    }

    /// <summary>An element that holds a text.</summary>
    public void Element(string name, string text, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        Open(name, attributes);
        Text(text);
        Close();
    }

    public void Text(string text) => _writer.WriteString(PlainText.Clean(text));

    /// <summary>A shape of ours: geometry is never foreign and longer than any text, so it is not cleaned.</summary>
    public void Shape(string? style, string geometry, string? title = null)
    {
        _writer.WriteStartElement("path");
        if (style is not null)
            _writer.WriteAttributeString("class", style);
        _writer.WriteAttributeString("d", geometry);
        if (title is null)
        {
            _writer.WriteEndElement();
            return;
        }
        Element("title", title);
        Close();
    }

    /// <summary>The style sheet, which is ours.</summary>
    public void Style(string sheet)
    {
        Open("style");
        _writer.WriteRaw(sheet);
        Close();
    }
}

/// <summary>
/// Text from elsewhere (names, errors, hosts) made harmless to a reader: characters that are not seen but change what is seen (controls,
/// direction marks, joiners, broken surrogates) become U+FFFD. That it is no markup is <see cref="Markup"/>'s work.
/// </summary>
static class PlainText
{
    const int MaxLength = 500;

    static readonly SearchValues<char> s_plain = SearchValues.Create(
        " !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~");

    public static string Clean(string text)
    {
        if (text.Length <= MaxLength && !text.AsSpan().ContainsAnyExcept(s_plain))
            return text;

        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (clean.Length >= MaxLength)
                return clean.Append('…').ToString();
            if (rune.Value is '\n' or '\r' or '\t')
                clean.Append(' ');
            else if (SafeText.IsVisible(rune))
                clean.Append(rune.ToString());
            else
                clean.Append('\uFFFD');
        }
        return clean.ToString();
    }
}
