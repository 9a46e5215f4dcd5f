using System.Globalization;
using System.Text;
using StockSync.Engine.Sources.Baostock.Answers;
using StockSync.Engine.Sources.Baostock.Protocol;
using StockSync.Engine.Sources.Contract;
using Xunit;

namespace StockSync.Tests.Sources;

public sealed class BarCollectorTests
{
    const string Good =
        """["2026-11-20","sz.002001","56.4400","57.0100","55.3900","56.1000","56.5100","10614743","596194731.8300","3","1.366200","1","-0.725500","263.519386","10.629905","31.018432","226.313472","0"]""";

    static readonly DateOnly s_day = new(2026, 11, 20);
    static readonly BarScope s_scope = new(null, s_day, s_day);

    [Fact]
    public void A_traded_bar_is_read_exactly()
    {
        var (bars, rejected) = Collect(Good);

        var expected = new BarRow
        {
            Code = new StockCode(2001),
            Date = s_day,
            Open = 564_400,
            High = 570_100,
            Low = 553_900,
            Close = 561_000,
            Preclose = 565_100,
            Volume = 10_614_743,
            Amount = 5_961_947_318_300,
            TurnoverRate = 1_366_200,
            ChangePct = -725_500,
            PeTtm = 263_519_386,
            PbMrq = 10_629_905,
            PsTtm = 31_018_432,
            PcfNcfTtm = 226_313_472,
            TradeStatus = true,
            IsST = false,
        };
        Assert.Equal([expected], bars);
        Assert.Same(RejectedRows.None, rejected);
    }

    [Fact]
    public void Both_forms_of_a_suspended_bar_are_good()
    {
        var (bars, rejected) = Collect(
            """["2026-11-20","sz.000001","5.0000","5.0000","5.0000","5.0000","5.0000","0","0.0000","3","","0","0.000000","","","","","1"]""",
            """["2026-11-20","sz.000002","5.0000","5.0000","5.0000","5.0000","5.0000","","","3","","0","","","","","","0"]""");

        Assert.Empty(rejected.Rows);
        Assert.Equal((0L, 0L, BarRow.Missing, 0L, false, true), Facts(bars[0]));
        Assert.Equal((BarRow.Missing, BarRow.Missing, BarRow.Missing, BarRow.Missing, false, false), Facts(bars[1]));

        static (long, long, long, long, bool, bool) Facts(BarRow bar) =>
            (bar.Volume, bar.Amount, bar.TurnoverRate, bar.ChangePct, bar.TradeStatus, bar.IsST);
    }

    [Fact]
    public void Recorded_oddities_are_good()
    {
        var (bars, rejected) = Collect(
            // traded, but volume, amount, turnover and change empty (seen on 2022-01-10)
            Row(("volume", ""), ("amount", ""), ("turn", ""), ("pctChg", "")),
            // suspended with volume (seen on 2020-06-17)
            Row(("code", "sz.002500"), ("tradestatus", "0")),
            // an empty mark of special treatment is no mark
            Row(("code", "sz.002501"), ("isST", "")));

        Assert.Empty(rejected.Rows);
        Assert.Equal(3, bars.Length);
        Assert.False(bars[2].IsST);
    }

    [Theory]
    [InlineData("open", "NaN", BarRules.ValueInvalid)]
    [InlineData("high", "Infinity", BarRules.ValueInvalid)]
    [InlineData("close", "1e2", BarRules.ValueInvalid)]
    [InlineData("close", "56.10001", BarRules.ValueInvalid)]
    [InlineData("close", "1000001", BarRules.ValueInvalid)]
    [InlineData("volume", "1.5", BarRules.ValueInvalid)]
    [InlineData("volume", "99999999999999999999", BarRules.ValueInvalid)]
    [InlineData("amount", "1,000", BarRules.ValueInvalid)]
    [InlineData("turn", "nan", BarRules.ValueInvalid)]
    [InlineData("peTTM", "None", BarRules.ValueInvalid)]
    [InlineData("tradestatus", "", BarRules.ValueInvalid)]
    [InlineData("tradestatus", "2", BarRules.ValueInvalid)]
    [InlineData("isST", "x", BarRules.ValueInvalid)]
    [InlineData("adjustflag", "", BarRules.ValueInvalid)]
    [InlineData("adjustflag", "9.6900", BarRules.ValueInvalid)]
    [InlineData("open", "", BarRules.PriceMissing)]
    [InlineData("preclose", "", BarRules.PriceMissing)]
    [InlineData("low", "0.0000", BarRules.PriceNotPositive)]
    [InlineData("open", "-1.0000", BarRules.PriceNotPositive)]
    [InlineData("low", "57.0200", BarRules.LowAboveHigh)]
    [InlineData("open", "55.0000", BarRules.LowAboveOpen)]
    [InlineData("close", "55.0000", BarRules.LowAboveClose)]
    [InlineData("open", "58.0000", BarRules.HighBelowOpen)]
    [InlineData("close", "58.0000", BarRules.HighBelowClose)]
    [InlineData("volume", "-1", BarRules.VolumeNegative)]
    [InlineData("amount", "-0.0100", BarRules.AmountNegative)]
    [InlineData("turn", "-0.010000", BarRules.TurnoverNegative)]
    public void A_bad_row_is_set_aside_while_the_rest_goes_on(string column, string value, string rule)
    {
        string bad = Row((column, value));
        var (bars, rejected) = Collect(bad, Row(("code", "sz.300012")));

        Assert.Equal(new StockCode(300012), Assert.Single(bars).Code);
        Assert.Equal(new RejectedRow(new StockCode(2001), s_day, rule, bad), Assert.Single(rejected.Rows));
    }

    [Fact]
    public void The_text_of_a_bad_row_is_fit_to_show()
    {
        var (_, rejected) = Collect(Row(("open", "\u001b[2J\u202e" + new string('9', 240)), ("close", new string('8', 250)), ("low", new string('7', 256)), ("high", new string('6', 256))));

        string text = Assert.Single(rejected.Rows).Text;
        Assert.Contains(@"\u001B[2J\u202E", text, StringComparison.Ordinal);
        Assert.InRange(text.Length, 990, 1000);
    }

    [Theory]
    [InlineData("sh.000001")]
    [InlineData("sh.510050")]
    [InlineData("sz.200012")]
    [InlineData("bj.430047")]
    public void What_is_no_A_share_is_counted_and_dropped(string code)
    {
        var (bars, rejected) = Collect(Good, Row(("code", code), ("open", "NaN")));

        Assert.Single(bars);
        Assert.Empty(rejected.Rows);
        Assert.Equal(1, rejected.Foreign);
    }

    [Theory]
    [InlineData("date", "2026-11-19")]
    [InlineData("date", "2026-11-21")]
    [InlineData("date", "")]
    [InlineData("date", "20261120")]
    [InlineData("date", "sz.002001")]
    [InlineData("code", "")]
    [InlineData("code", "002001")]
    [InlineData("code", "2026-11-20")]
    [InlineData("adjustflag", "1")]
    [InlineData("adjustflag", "2")]
    public void A_row_that_was_not_asked_for_refuses_the_whole_answer(string column, string value) =>
        Assert.Equal(ProtocolFault.ForeignRow, AnswerBytes.FaultOf(() => Collect(Good, Row((column, value)))));

    [Theory]
    [InlineData("sz.002002")]
    [InlineData("sh.000001")]
    public void Another_code_in_a_stock_range_refuses_the_whole_answer(string code)
    {
        var collector = Begun(new BarScope(new StockCode(2001), s_day, s_day));

        Assert.Equal(ProtocolFault.ForeignRow, AnswerBytes.FaultOf(() => Add(collector, Row(("code", code)))));
    }

    [Fact]
    public void The_same_row_twice_is_one_row()
    {
        var (bars, _) = Collect(Good, Row(("code", "sz.002002")), Good);

        Assert.Equal([2001, 2002], bars.Select(bar => bar.Code.Number));
    }

    [Fact]
    public void The_same_bad_row_twice_is_one_bad_row()
    {
        string bad = Row(("open", ""));
        var (bars, rejected) = Collect(bad, bad);

        Assert.Empty(bars);
        Assert.Single(rejected.Rows);
    }

    [Theory]
    [InlineData("close", "56.2000")]
    [InlineData("volume", "")]
    [InlineData("isST", "1")]
    [InlineData("open", "NaN")]
    public void Two_different_rows_of_one_stock_and_day_refuse_the_whole_answer(string column, string value)
    {
        Assert.Equal(ProtocolFault.DuplicateRow, AnswerBytes.FaultOf(() => Collect(Good, Row((column, value)))));
        Assert.Equal(ProtocolFault.DuplicateRow, AnswerBytes.FaultOf(() => Collect(Row((column, value)), Good)));
    }

    [Fact]
    public void Rows_in_any_order_come_out_ascending()
    {
        var (bars, _) = Collect(Row(("code", "sz.300012")), Good, Row(("code", "sh.600000")));

        Assert.Equal([2001, 300012, 600000], bars.Select(bar => bar.Code.Number));
    }

    [Fact]
    public void Columns_are_found_by_name_whatever_their_order_and_blanks()
    {
        string[] names = Query.BarFields.Split(',');
        string[] values = Values();
        Array.Reverse(names);
        Array.Reverse(values);
        var collector = Begun(s_scope);

        collector.Add(Data(Join(values)), Columns(" " + string.Join(" ,\t", names).ToUpperInvariant()));

        Assert.Equal(Collect(Good).Bars, Bars(collector).Bars);
    }

    [Theory]
    [InlineData("date,code,open")]
    [InlineData("")]
    [InlineData(Query.BarFields + ",")]
    [InlineData(Query.BarFields + ",close")]
    public void Columns_that_are_not_the_asked_ones_are_refused(string names) =>
        Assert.Equal(ProtocolFault.Columns, AnswerBytes.FaultOf(() => Columns(names)));

    [Fact]
    public void A_market_day_of_5200_rows_costs_no_object_a_row_and_no_buffer_the_second_time()
    {
        byte[] data = Data([.. Enumerable.Range(600_000, 5_200).Select(number => Row(("code", $"sh.{number}")))]);
        var columns = Columns(Query.BarFields);
        var collector = Begun(s_scope);
        collector.Add(data, columns);
        long before = GC.GetAllocatedBytesForCurrentThread();

        collector.Begin(s_scope);
        collector.Add(data, columns);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 << 10);
        Assert.Equal(5_200, Bars(collector).Bars.Length);
    }

    [Fact]
    public void Nothing_of_one_query_is_left_in_the_next()
    {
        var collector = Begun(s_scope);
        Add(collector, Row(("open", "")), Row(("code", "sh.000001")), Row(("code", "sz.000001")), Row(("code", "sz.000001")));
        var (_, rejected) = Bars(collector);

        collector.Begin(s_scope);
        Add(collector, Good);

        Assert.Equal((1, 1), (rejected.Rows.Count, rejected.Foreign));
        var second = Bars(collector);
        Assert.Single(second.Bars);
        Assert.Same(RejectedRows.None, second.Rejected);
    }

    static string[] Values(params (string Column, string Value)[] changes)
    {
        string[] values = Good[2..^2].Split("\",\"");
        string[] names = Query.BarFields.Split(',');
        foreach (var (column, value) in changes)
            values[Array.IndexOf(names, column)] = value;
        return values;
    }

    static string Row(params (string Column, string Value)[] changes) => Join(Values(changes));

    static string Join(string[] values) => string.Create(CultureInfo.InvariantCulture, $"[\"{string.Join("\",\"", values)}\"]");

    static byte[] Data(params string[] rows) => Encoding.UTF8.GetBytes($$"""{"record":[{{string.Join(',', rows)}}]}""");

    static BarAnswerColumns Columns(string names) => new(new ColumnList(Encoding.UTF8.GetBytes(names)), Query.BarFields);

    static void Add(BarCollector collector, params string[] rows) => collector.Add(Data(rows), Columns(Query.BarFields));

    static BarCollector Begun(BarScope scope)
    {
        var collector = new BarCollector();
        collector.Begin(scope);
        return collector;
    }

    static (BarRow[] Bars, RejectedRows Rejected) Collect(params string[] rows)
    {
        var collector = Begun(s_scope);
        Add(collector, rows);
        return Bars(collector);
    }

    static (BarRow[] Bars, RejectedRows Rejected) Bars(BarCollector collector)
    {
        var batch = new BarBatch();
        var rejected = collector.MoveTo(batch);
        return (batch.Rows.ToArray(), rejected);
    }
}
