using System.Management.Automation;

namespace StockSync.Host;

/// <summary>Turns CSV text into objects: the first record, or a given header, names the properties.</summary>
static class CsvObjects
{
    internal static IEnumerable<PSObject> Read(TextReader text, char delimiter, string[]? header)
    {
        IReadOnlyList<string>? names = header;
        foreach (var record in CsvRow.Read(text, delimiter))
        {
            // pwsh 5 wrote such a line above the header.
            if (names is null && record[0].StartsWith("#TYPE", StringComparison.Ordinal))
                continue;
            if (names is null)
                names = record;
            else
                yield return Row(names, record);
        }
    }

    static PSObject Row(IReadOnlyList<string> names, IReadOnlyList<string> record)
    {
        var row = new PSObject();
        for (var i = 0; i < names.Count; i++)
            row.Properties.Add(new PSNoteProperty(names[i], i < record.Count ? record[i] : null));
        return row;
    }
}
