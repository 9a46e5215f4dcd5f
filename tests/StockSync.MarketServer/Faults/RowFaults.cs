namespace StockSync.MarketServer;

/// <summary>Rows broken one at a time. The values may be the market's own, so a row is replaced, never written to.</summary>
static class RowFaults
{
    public static void Short(Fault fault, AnswerTable table) => Change(fault, table, (values, _) => values[..^1]);

    public static void Garble(Fault fault, AnswerTable table, Garbling garbling) => Change(fault, table, garbling switch
    {
        Garbling.NaN => (values, columns) => With(values, Place(columns, "close", values.Length - 1), "NaN"),
        Garbling.Shifted => (values, _) => [values[^1], .. values[..^1]],
        Garbling.Date => (values, columns) => With(values, Place(columns, "date", 0), Earlier(values[Place(columns, "date", 0)])),
        Garbling.Code => (values, columns) => With(values, Place(columns, "code", 0), "sz.399999"),
        _ => throw new ArgumentOutOfRangeException(nameof(garbling)),
    });

    static void Change(Fault fault, AnswerTable table, Func<string[], IReadOnlyList<string>, string[]> change)
    {
        var hit = Enumerable.Range(0, table.Rows.Count)
            .Where(i => (table.Rows[i].Day is not { } day || fault.Covers(day)) && (table.Rows[i].Code is not { } code || fault.Covers(code)))
            .ToList();
        if (hit.Count == 0)
            return;
        var row = table.Rows[hit[hit.Count / 2]];
        table.Rows[hit[hit.Count / 2]] = row with { Values = change([.. row.Values], table.Columns) };
    }

    static int Place(IReadOnlyList<string> columns, string name, int otherwise)
    {
        for (var i = 0; i < columns.Count; i++)
            if (columns[i].EndsWith(name, StringComparison.OrdinalIgnoreCase))
                return i;
        return otherwise;
    }

    static string[] With(string[] values, int place, string value)
    {
        values[place] = value;
        return values;
    }

    static string Earlier(string day) => DecimalText.TryDay(day, out var date) ? DecimalText.Day(date.AddYears(-1)) : "1900-01-01";
}
