namespace StockSync.Engine.Sources.Contract;

/// <summary>Rows of an answer that cannot be stored: they break a rule, while the rest of the answer is sound.</summary>
sealed class RejectedRows
{
    public static readonly RejectedRows None = new([], 0);

    public RejectedRows(IReadOnlyList<RejectedRow> rows, int foreign)
    {
        Rows = rows;
        Foreign = foreign;
    }

    /// <summary>Rows of A shares that were set aside.</summary>
    public IReadOnlyList<RejectedRow> Rows { get; }

    /// <summary>Rows of securities that are no A shares; they never enter.</summary>
    public int Foreign { get; }
}

/// <summary>One row that was set aside.</summary>
/// <param name="Code">The stock.</param>
/// <param name="Date">The day.</param>
/// <param name="Rule">A stable word for the rule it breaks, for example <c>LowAboveClose</c>.</param>
/// <param name="Text">The row as received, control characters escaped, at most 1,000 characters.</param>
readonly record struct RejectedRow(StockCode Code, DateOnly Date, string Rule, string Text);
