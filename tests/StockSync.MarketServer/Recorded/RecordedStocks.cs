namespace StockSync.MarketServer;

/// <summary>One file per stock. A file is read when its stock is asked for, all of them when a day is; they are kept.</summary>
sealed class RecordedStocks : IRecordedBars
{
    readonly SortedDictionary<string, Lazy<Stock>> _stocks = new(StringComparer.Ordinal);

    public RecordedStocks(IEnumerable<(string Code, string Path)> files)
    {
        foreach (var (code, path) in files)
            _stocks.Add(code, new Lazy<Stock>(() => new Stock(RecordedTable.Read(path))));
        Codes = [.. _stocks.Keys];
    }

    public IReadOnlyList<string> Codes { get; }

    public IEnumerable<MarketBar> StockRange(string code, DateOnly first, DateOnly last)
    {
        if (!_stocks.TryGetValue(code, out var lazy))
            yield break;
        var stock = lazy.Value;
        for (var row = stock.FirstRow(first); row < stock.Days.Length && stock.Days[row] <= last; row++)
            yield return stock.Table.Bar(row);
    }

    public IEnumerable<MarketBar> MarketDay(DateOnly day)
    {
        ReadAll();
        foreach (var (_, lazy) in _stocks)
            if (Array.BinarySearch(lazy.Value.Days, day) is >= 0 and var row)
                yield return lazy.Value.Table.Bar(row);
    }

    public IEnumerable<DateOnly> Days()
    {
        ReadAll();
        return _stocks.Values.SelectMany(s => s.Value.Days).Distinct();
    }

    void ReadAll()
    {
        if (!_stocks.Values.All(s => s.IsValueCreated))
            Parallel.ForEach(_stocks.Values, s => _ = s.Value);
    }

    sealed class Stock(RecordedTable table)
    {
        public RecordedTable Table => table;

        public DateOnly[] Days { get; } = [.. Enumerable.Range(0, table.Count).Select(table.Day)];

        public int FirstRow(DateOnly day)
        {
            var found = Array.BinarySearch(Days, day);
            return found < 0 ? ~found : found;
        }
    }
}
