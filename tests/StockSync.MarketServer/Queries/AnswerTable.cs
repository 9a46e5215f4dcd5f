using System.Text;

namespace StockSync.MarketServer;

/// <summary>All rows of a query, before paging; faults change them in place.</summary>
sealed class AnswerTable(IReadOnlyList<string> columns, IEnumerable<AnswerRow> rows)
{
    public IReadOnlyList<string> Columns { get; } = columns;

    public List<AnswerRow> Rows { get; } = [.. rows];

    /// <summary>The page asked for; null sends all rows, as the daily functions do.</summary>
    public (int Number, int Size)? Page { get; init; }

    public IReadOnlyList<AnswerRow> Visible =>
        Page is { } page ? [.. Rows.Skip((int)Math.Min(int.MaxValue, (page.Number - 1L) * page.Size)).Take(page.Size)] : Rows;

    /// <summary>
    /// The data slot. No rows are an empty slot. Values go in raw, as the service sends them: there is no escaping, not even
    /// of a line feed inside a name.
    /// </summary>
    public static void Write(StringBuilder body, IReadOnlyList<AnswerRow> rows)
    {
        if (rows.Count == 0)
            return;
        var comma = "{\"record\":[";
        foreach (var row in rows)
        {
            body.Append(comma).Append("[\"").AppendJoin("\",\"", row.Values).Append("\"]");
            comma = ",";
        }
        body.Append("]}");
    }
}
