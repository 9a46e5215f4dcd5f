using System.Text;
using StockSync.Engine.Sources.Baostock.Protocol;
using StockSync.Engine.Sources.Contract;

namespace StockSync.Engine.Sources.Baostock.Answers;

/// <summary>
/// Gathers the bars of one query, page by page, and hands them out only when all of it is sound: a caller never sees half an answer.
/// Used for one query after the other, because a market day's rows are a megabyte.
/// </summary>
sealed class BarCollector
{
    const int LongestText = 1000;

    readonly BarBatch _bars = new();
    readonly PlausibilityCheck _sense = new();
    List<RejectedRow> _rejected = [];
    BarScope _scope;
    int _foreign;
    long _lastKey;
    bool _isAscending;

    /// <summary>Forgets the last query and begins one for these bars.</summary>
    public void Begin(BarScope scope)
    {
        _scope = scope;
        _bars.Clear();
        _sense.Clear();
        _rejected = [];
        _foreign = 0;
        _lastKey = long.MinValue;
        _isAscending = true;
    }

    /// <summary>Takes in the rows of one answer and returns how many there were.</summary>
    public int Add(ReadOnlySpan<byte> data, BarAnswerColumns columns)
    {
        var scanner = new RecordScanner(data, stackalloc RawField[columns.Count], stackalloc byte[RecordScanner.ScratchLength]);
        while (scanner.Read())
            AddRow(scanner, columns);
        return scanner.Rows;
    }

    /// <summary>Appends the bars in ascending order, equal rows once, and tells what was set aside.</summary>
    public RejectedRows MoveTo(BarBatch into)
    {
        if (_sense.IsLost)
            throw SourceErrors.Protocol(ProtocolFault.Senseless);
        if (!_isAscending)
            BarDuplicates.Resolve(_bars, _rejected);
        into.AddRange(_bars);
        return _rejected.Count == 0 && _foreign == 0 ? RejectedRows.None : new RejectedRows(_rejected, _foreign);
    }

    void AddRow(in RecordScanner scanner, BarAnswerColumns columns)
    {
        if (!CodeText.TryParse(scanner.Value(columns.Code), out var code, out bool isAShare)
            || !DateText.TryParse(scanner.Value(columns.Date), out var date)
            || date < _scope.From || date > _scope.To
            || _scope.Code is { } asked && (!isAShare || code != asked))
            throw SourceErrors.Protocol(ProtocolFault.ForeignRow);
        if (!isAShare)
        {
            _foreign++;
            return;
        }

        long key = BarBatch.Key(code, date);
        _isAscending &= key > _lastKey;
        _lastKey = key;

        ref var bar = ref _bars.Add();
        bar.Code = code;
        bar.Date = date;
        string? rule = BarFields.TryRead(scanner, columns, ref bar) ? BarRules.Check(bar) : BarRules.ValueInvalid;
        if (rule is null)
        {
            _sense.Add(bar);
            return;
        }
        _sense.AddRejected();
        _bars.RemoveLast();
        string text = ServiceText.Clean(Encoding.UTF8.GetString(scanner.RowText), LongestText);
        _rejected.Add(new RejectedRow(code, date, rule, text));
    }
}

/// <summary>Which bars an answer may hold.</summary>
/// <param name="Code">The stock, or null for all A shares.</param>
/// <param name="From">First day.</param>
/// <param name="To">Last day.</param>
readonly record struct BarScope(StockCode? Code, DateOnly From, DateOnly To);

/// <summary>
/// Two rows of one stock and day: the same twice is harmless, two different ones leave no way to know which is true, so the answer is
/// refused.
/// </summary>
static class BarDuplicates
{
    /// <summary>Sorts the bars, equal ones once; refuses different rows of one key; takes the surplus out of the rejected ones.</summary>
    public static void Resolve(BarBatch bars, List<RejectedRow> rejected)
    {
        if (!bars.SortAndDistinct())
            throw SourceErrors.Protocol(ProtocolFault.DuplicateRow);
        if (rejected.Count == 0)
            return;
        var aside = new Dictionary<long, RejectedRow>(rejected.Count);
        foreach (var row in rejected)
        {
            long key = BarBatch.Key(row.Code, row.Date);
            if (bars.Contains(row.Code, row.Date) || !aside.TryAdd(key, row) && aside[key] != row)
                throw SourceErrors.Protocol(ProtocolFault.DuplicateRow);
        }
        rejected.Clear();
        rejected.AddRange(aside.Values);
    }
}
