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
