using System.Text;
using StockSync.Engine.Sources.Baostock.Protocol;

namespace StockSync.Engine.Sources.Baostock.Answers;

/// <summary>The column names of an answer. Columns are found by name, never by position; blanks around names mean nothing.</summary>
sealed class ColumnList
{
    readonly string[] _names;

    public ColumnList(ReadOnlySpan<byte> slot)
    {
        _names = Encoding.UTF8.GetString(slot).Split(',', StringSplitOptions.TrimEntries);
        if (_names.Length > Wire.MaxSlots || _names.Any(name => name.Length == 0)
            || _names.Distinct(StringComparer.OrdinalIgnoreCase).Count() != _names.Length)
            throw SourceErrors.Protocol(ProtocolFault.Columns);
    }

    public int Count => _names.Length;

    /// <summary>The index of a column, -1 where there is none. Names are case insensitive (documented).</summary>
    public int Find(string name) => Array.FindIndex(_names, other => other.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The index of a column without which the answer is of no use.</summary>
    public int Require(string name)
    {
        int index = Find(name);
        return index >= 0 ? index : throw SourceErrors.Protocol(ProtocolFault.Columns);
    }
}
