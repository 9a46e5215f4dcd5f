using System.Globalization;

namespace StockSync.MarketServer;

/// <summary>One day of one security, each value as the text the service sends.</summary>
public sealed class MarketBar
{
    readonly string[] _values;

    /// <summary>A bar from its 18 texts in the order of <see cref="BarColumns.All"/>.</summary>
    public MarketBar(params string[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Length != BarColumns.All.Count)
            throw new ArgumentException($"A bar has {BarColumns.All.Count} values, not {values.Length}.", nameof(values));
        _values = values;
        Day = DateOnly.ParseExact(values[BarColumns.Date], "yyyy-MM-dd", CultureInfo.InvariantCulture);
    }

    internal MarketBar(DateOnly day, string[] values)
    {
        Day = day;
        _values = values;
    }

    public DateOnly Day { get; }

    public string Code => _values[BarColumns.Code];

    public string Open => _values[BarColumns.Open];

    public string High => _values[BarColumns.High];

    public string Low => _values[BarColumns.Low];

    public string Close => _values[BarColumns.Close];

    public string Preclose => _values[BarColumns.Preclose];

    public string Volume => _values[BarColumns.Volume];

    public string Amount => _values[BarColumns.Amount];

    public string AdjustFlag => _values[BarColumns.AdjustFlag];

    public string Turn => _values[BarColumns.Turn];

    public string TradeStatus => _values[BarColumns.TradeStatus];

    public string PctChg => _values[BarColumns.PctChg];

    public string PeTtm => _values[BarColumns.PeTtm];

    public string PbMrq => _values[BarColumns.PbMrq];

    public string PsTtm => _values[BarColumns.PsTtm];

    public string PcfNcfTtm => _values[BarColumns.PcfNcfTtm];

    public string IsSt => _values[BarColumns.IsSt];

    /// <summary>The value at a place of <see cref="BarColumns.All"/>.</summary>
    public string this[int column] => _values[column];

    /// <summary>The value of a column by its name.</summary>
    public string this[string column] => _values[BarColumns.IndexOf(column)];

    // shared with the answer of message 98: never written to
    internal string[] Values => _values;

    /// <summary>A copy with one value changed.</summary>
    public MarketBar With(string column, string value)
    {
        var values = (string[])_values.Clone();
        values[BarColumns.IndexOf(column)] = value;
        return new MarketBar(values);
    }

    // any column but the date
    internal MarketBar With(int column, string value)
    {
        var values = (string[])_values.Clone();
        values[column] = value;
        return new MarketBar(Day, values);
    }

    public override string ToString() => string.Join(',', _values);
}
