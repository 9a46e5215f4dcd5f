using System.Globalization;

namespace StockSync.Benchmarks.History;

/// <summary>Where a work stands that is looked at now and then: how fast each tenth of its rows went.</summary>
/// <param name="total">Rows of the whole work.</param>
sealed class Tenths(long total)
{
    public const int Count = 10;

    readonly List<(long Rows, double Seconds)> _looks = [];

    /// <summary>Rows per second of each tenth; none before the last one has ended.</summary>
    public IReadOnlyList<double> Rates
    {
        get
        {
            if (_looks.Count == 0 || _looks[^1].Rows < total)
                return [];
            // The time before the first rows is that of planning, and no tenth's.
            var begin = _looks.Skip(1).First();
            double tenth = (double)total / Count;
            var ends = Enumerable.Range(1, Count).Select(i => (Rows: tenth * i, Seconds: SecondsAt(tenth * i)));
            (double Rows, double Seconds)[] marks = [begin.Rows < tenth ? begin : _looks[0], .. ends];
            return [.. marks.Zip(marks.Skip(1), (a, b) => (b.Rows - a.Rows) / (b.Seconds - a.Seconds))];
        }
    }

    /// <summary>Takes one look, and returns how many tenths have ended since the one before. The first look begins the work.</summary>
    /// <param name="rows">Rows since the beginning.</param>
    /// <param name="seconds">Seconds since any moment.</param>
    public int Look(long rows, double seconds)
    {
        long before = _looks.Count == 0 ? 0 : _looks[^1].Rows;
        _looks.Add((rows, seconds));
        return (int)((rows * Count / total) - (before * Count / total));
    }

    /// <summary>Thousands of rows per second.</summary>
    public static string Text(IEnumerable<double> rates) =>
        string.Join(' ', rates.Select(r => (r / 1000).ToString("0", CultureInfo.InvariantCulture)));

    // Between two looks the rows are taken as evenly written.
    double SecondsAt(double rows)
    {
        int after = Math.Max(1, _looks.FindIndex(look => look.Rows >= rows));
        var (low, high) = (_looks[after - 1], _looks[after]);
        double share = high.Rows == low.Rows ? 0 : (rows - low.Rows) / (high.Rows - low.Rows);
        return low.Seconds + (share * (high.Seconds - low.Seconds));
    }
}
