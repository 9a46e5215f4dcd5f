namespace StockSync.MarketServer;

/// <summary>One file per day, all of them read at the start: a recorded day is half a megabyte.</summary>
sealed class RecordedDays : IRecordedBars
{
    readonly SortedDictionary<DateOnly, Day> _days = [];

    public RecordedDays(IReadOnlyList<(DateOnly Day, string Path)> files)
    {
        var read = new Day[files.Count];
        Parallel.For(0, files.Count, i => read[i] = new Day(RecordedTable.Read(files[i].Path)));
        for (var i = 0; i < read.Length; i++)
            _days.Add(files[i].Day, read[i]);
        Codes = [.. read.SelectMany(d => d.Codes).Distinct().Order(StringComparer.Ordinal)];
    }

    public IReadOnlyList<string> Codes { get; }

    public IEnumerable<MarketBar> StockRange(string code, DateOnly first, DateOnly last)
    {
        foreach (var (day, rows) in _days)
            if (day >= first && day <= last && rows.Bar(code) is { } bar)
                yield return bar;
    }

    public IEnumerable<MarketBar> MarketDay(DateOnly day) =>
        _days.TryGetValue(day, out var rows) ? rows.Codes.Select(code => rows.Bar(code)!) : [];

    public IEnumerable<DateOnly> Days() => _days.Keys;

    sealed class Day
    {
        readonly RecordedTable _table;
        readonly Dictionary<string, int> _rows;

        public Day(RecordedTable table)
        {
            _table = table;
            _rows = Enumerable.Range(0, table.Count).ToDictionary(table.Code);
            Codes = [.. _rows.Keys.Order(StringComparer.Ordinal)];
        }

        public IReadOnlyList<string> Codes { get; }

        public MarketBar? Bar(string code) => _rows.TryGetValue(code, out var row) ? _table.Bar(row) : null;
    }
}
