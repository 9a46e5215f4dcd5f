using System.Text;

namespace StockSync.MarketServer;

/// <summary>All rows of a query, before paging; faults change them in place.</summary>
sealed class AnswerTable(IReadOnlyList<string> columns, IEnumerable<AnswerRow> rows)
{
    public IReadOnlyList<string> Columns { get; } = columns;

    public List<AnswerRow> Rows { get; } = [.. rows];

    /// <summary>The page asked for; null sends all rows, as the daily functions do.</summary>
    public (int Number, int Size)? Page { get; init; }

    /// <summary>The page is no longer than this, whatever size was asked for.</summary>
    public int PageCap { get; set; } = int.MaxValue;

    public IReadOnlyList<AnswerRow> Visible => Page is { } page ? PageOf(page.Number, Math.Min(page.Size, PageCap)) : Rows;

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

    List<AnswerRow> PageOf(int number, int size) => [.. Rows.Skip((int)Math.Min(int.MaxValue, (number - 1L) * size)).Take(size)];
}
