using System.Text;
using StockSync.Engine.Sources.Baostock.Protocol;

namespace StockSync.Engine.Sources.Baostock.Answers;

/// <summary>Where each field of a bar stands in the rows of one answer. The valuation fields may be absent (-1).</summary>
sealed class BarAnswerColumns
{
    public BarAnswerColumns(ColumnList columns, string requested)
    {
        Count = columns.Count;
        foreach (string name in requested.Split(','))
            columns.Require(name);
        Date = columns.Require("date");
        Code = columns.Require("code");
        Open = columns.Require("open");
        High = columns.Require("high");
        Low = columns.Require("low");
        Close = columns.Require("close");
        Preclose = columns.Require("preclose");
        Volume = columns.Require("volume");
        Amount = columns.Require("amount");
        AdjustFlag = columns.Require("adjustflag");
        Turn = columns.Require("turn");
        TradeStatus = columns.Require("tradestatus");
        PctChg = columns.Require("pctChg");
        IsST = columns.Require("isST");
        PeTtm = columns.Find("peTTM");
        PbMrq = columns.Find("pbMRQ");
        PsTtm = columns.Find("psTTM");
        PcfNcfTtm = columns.Find("pcfNcfTTM");
    }

    /// <summary>Fields a row.</summary>
    public int Count { get; }

    public int Date { get; }

    public int Code { get; }

    public int Open { get; }

    public int High { get; }

    public int Low { get; }

    public int Close { get; }

    public int Preclose { get; }

    public int Volume { get; }

    public int Amount { get; }

    public int AdjustFlag { get; }

    public int Turn { get; }

    public int TradeStatus { get; }

    public int PctChg { get; }

    public int IsST { get; }

    public int PeTtm { get; }

    public int PbMrq { get; }

    public int PsTtm { get; }

    public int PcfNcfTtm { get; }
}

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
