namespace StockSync.Engine.Sync;

/// <summary>The A shares of the service's stock list, in order of code, and who must have a bar on a day.</summary>
sealed class StockList
{
    readonly StockEntry[] _entries;
    readonly Dictionary<int, int> _index;

    public StockList(IEnumerable<StockEntry> entries)
    {
        _entries = [.. entries.OrderBy(e => e.Code)];
        _index = new Dictionary<int, int>(_entries.Length);
        for (int i = 0; i < _entries.Length; i++)
            _index[_entries[i].Code.Number] = i;
    }

    /// <summary>The list with the stocks of an earlier one that it does not name any more: their rows are in the table and are counted.</summary>
    public StockList With(StockList? earlier) =>
        earlier is null ? this : new StockList(_entries.Concat(earlier._entries.Where(e => IndexOf(e.Code) < 0)));

    /// <summary>Its entries that an earlier list has not, or has otherwise; all where there is none.</summary>
    public IReadOnlyList<StockEntry> ChangedFrom(StockList? earlier) =>
        earlier is null ? _entries : [.. _entries.Where(e => earlier.IndexOf(e.Code) is var at && (at < 0 || earlier[at] != e))];

    public int Count => _entries.Length;

    public ref readonly StockEntry this[int index] => ref _entries[index];

    public ReadOnlySpan<StockEntry> Entries => _entries;

    /// <summary>The position of a stock, or -1.</summary>
    public int IndexOf(StockCode code) => _index.TryGetValue(code.Number, out int index) ? index : -1;
}
