using StockSync.Engine.Sources.Contract;
using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine.Market;

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

    /// <summary>The stocks that a copy is of.</summary>
    public StockList Within(CopyScope copy) =>
        copy.IsChosen ? new StockList(_entries.Where(e => copy.Codes.Contains(e.Code))) { IsChosen = true } : this;

    /// <summary>True for the stocks of a copy of chosen ones: it may be that none of them is expected on a day.</summary>
    public bool IsChosen { get; private init; }

    /// <summary>The list with other entries in place of those it has, and new ones.</summary>
    public StockList Replace(IEnumerable<StockEntry> entries)
    {
        var all = _entries.ToDictionary(e => e.Code);
        foreach (var entry in entries)
            all[entry.Code] = entry;
        return new StockList(all.Values);
    }

    /// <summary>True where the same stocks are expected on the same days; names may differ.</summary>
    public bool Matches(StockList other) => IsChosen == other.IsChosen
        && _entries.Select(e => e with { Name = "" }).SequenceEqual(other._entries.Select(e => e with { Name = "" }));

    public int Count => _entries.Length;

    /// <summary>How many entries are such.</summary>
    public int CountOf(Func<StockEntry, bool> isSuch) => _entries.Count(isSuch);

    public ref readonly StockEntry this[int index] => ref _entries[index];

    public ReadOnlySpan<StockEntry> Entries => _entries;

    /// <summary>The position of a stock, or -1.</summary>
    public int IndexOf(StockCode code) => _index.TryGetValue(code.Number, out int index) ? index : -1;
}
