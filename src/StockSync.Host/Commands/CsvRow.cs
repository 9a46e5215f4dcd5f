using System.Management.Automation;
using System.Text;

namespace StockSync.Host;

/// <summary>CSV as pwsh writes it: every field in quotes, quotes doubled, an absent value as nothing at all.</summary>
static class CsvRow
{
    internal static string Header(IEnumerable<string> names, char delimiter) => Join(names, delimiter);

    /// <summary>Numbers and dates in the invariant culture, so that the file reads the same everywhere.</summary>
    internal static string Of(PSObject row, IEnumerable<string> names, char delimiter) =>
        Join(names.Select(name => Text(row.Properties[name]?.Value)), delimiter);

    internal static IReadOnlyList<string> Names(PSObject row) => [.. row.Properties.Where(p => p.IsGettable).Select(p => p.Name)];

    /// <summary>The records of a text; a quoted field may hold delimiters and line ends. Blank lines are no records.</summary>
    internal static IEnumerable<IReadOnlyList<string>> Read(TextReader text, char delimiter)
    {
        var fields = new List<string>();
        var field = new StringBuilder();
        var quoted = false;
        var any = false;
        for (var next = text.Read(); next >= 0; next = text.Read())
        {
            var letter = (char)next;
            if (quoted)
            {
                if (letter != '"')
                    field.Append(letter);
                else if (text.Peek() == '"')
                    field.Append((char)text.Read());
                else
                    quoted = false;
            }
            else if (letter == '"')
            {
                quoted = any = true;
            }
            else if (letter == delimiter)
            {
                EndField();
                any = true;
            }
            else if (letter is '\n')
            {
                if (any || field.Length > 0)
                    yield return EndRecord();
            }
            else if (letter is not '\r')
            {
                field.Append(letter);
            }
        }

        if (any || field.Length > 0)
            yield return EndRecord();

        void EndField()
        {
            fields.Add(field.ToString());
            field.Clear();
        }

        IReadOnlyList<string> EndRecord()
        {
            EndField();
            IReadOnlyList<string> record = [.. fields];
            fields.Clear();
            any = false;
            return record;
        }
    }

    static string? Text(object? value) => value is null ? null : LanguagePrimitives.ConvertTo<string>(value);

    static string Join(IEnumerable<string?> fields, char delimiter) => string.Join(
        delimiter, fields.Select(field => field is null ? "" : $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\""));
}
