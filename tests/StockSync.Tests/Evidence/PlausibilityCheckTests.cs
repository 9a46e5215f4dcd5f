using System.Globalization;
using System.Text;
using StockSync.Engine.Sources.Baostock.Answers;
using StockSync.Engine.Sources.Baostock.Protocol;
using StockSync.Engine.Sources.Contract;
using StockSync.Engine.Stores.Sql;
using StockSync.Tests.Fakes;
using StockSync.Tests.Sources;
using Xunit;

namespace StockSync.Tests.Evidence;

public class PlausibilityCheckTests
{
    static readonly BarRow s_traded = new()
    {
        Code = new(600000),
        Date = new(2026, 3, 2),
        Open = 100_000,
        High = 110_000,
        Low = 90_000,
        Close = 101_000,
        Preclose = 100_000,
        Volume = 1_000,
        Amount = 100_000_000,
        TurnoverRate = 500_000,
        ChangePct = 1_000_000,
        TradeStatus = true,
    };

    static readonly BarRow s_auction = s_traded with { Open = 101_000, High = 101_000, Low = 101_000, TradeStatus = false };

    static readonly BarRow s_suspended = s_auction with { Preclose = 101_000, Volume = 0, Amount = 0, TurnoverRate = BarRow.Missing, ChangePct = 0 };

    [Theory]
    [InlineData(2, 2, false)]
    [InlineData(3, 3, true)]
    [InlineData(3, 5, true)]
    [InlineData(3, 6, false)]
    [InlineData(50, 100, false)]
    [InlineData(51, 100, true)]
    public void An_answer_is_lost_where_more_than_two_and_most_of_its_rows_are_odd(int odd, int rows, bool isLost)
    {
        foreach (bool isRejected in (bool[])[true, false])
        {
            var sense = new PlausibilityCheck();
            for (int i = 0; i < rows; i++)
            {
                if (i < odd && isRejected)
                    sense.AddRejected();
                else
                    sense.Add(i < odd ? s_traded with { ChangePct = 9_000_000 } : s_traded);
            }
            Assert.Equal(isLost, sense.IsLost);
            sense.Clear();
            Assert.False(sense.IsLost);
            sense.AddRejected();
            sense.AddRejected();
            Assert.False(sense.IsLost);
        }
    }

    [Fact]
    public void What_the_service_publishes_again_and_again_is_not_odd()
    {
        BarRow[] rows =
        [
            s_traded,
            s_traded with { High = 360_000 }, // from 1 to 4
            s_traded with { ChangePct = 1_019_999 },
            s_traded with { ChangePct = 980_001 },
            s_traded with { Amount = 30_000_000 }, // a third of the lowest price
            s_traded with { Amount = 330_000_000 }, // three times the highest
            s_traded with { Volume = 0, Amount = 0, TurnoverRate = BarRow.Missing }, // no trade, in the 1990s
            s_traded with { Preclose = 101_000 }, // its own close as the one before
            s_auction, // suspended, and traded in one auction
            s_auction with { Amount = 0 }, // sz.002500 on 2020-06-17
            s_suspended,
            s_suspended with { Volume = BarRow.Missing, Amount = BarRow.Missing, ChangePct = BarRow.Missing },
        ];
        Assert.All(rows, row => Assert.False(IsOdd(row)));
    }

    [Fact]
    public void Figures_that_do_not_fit_each_other_are_odd()
    {
        BarRow[] rows =
        [
            s_traded with { High = 360_001 },
            s_traded with { ChangePct = 1_020_001 },
            s_traded with { ChangePct = 979_999 },
            s_traded with { Volume = BarRow.Missing },
            s_traded with { Amount = BarRow.Missing },
            s_traded with { ChangePct = BarRow.Missing },
            s_traded with { TurnoverRate = BarRow.Missing },
            s_traded with { Amount = 29_999_000 },
            s_traded with { Amount = 330_001_000 },
            s_traded with { Amount = 0 },
            s_traded with { Low = 101_000, High = 101_000, Open = 101_000, Amount = 0 }, // traded at one price for nothing
            s_traded with { TradeStatus = false }, // more than one price on a day without a trade
            s_auction with { TurnoverRate = BarRow.Missing },
            s_auction with { Amount = 1 },
            s_auction with { ChangePct = 2_000_000 },
        ];
        Assert.All(rows, row => Assert.True(IsOdd(row)));
    }

    [Fact]
    public void A_month_of_a_stock_that_was_called_suspended_and_traded_on_Fridays_only_is_taken()
    {
        // sz.000613 as recorded; sz.000018 was traded so in the same month.
        string[] fridays =
        [
            "2001-12-07,sz.000613,4.5100,4.5100,4.5100,4.5100,5.4800,935626,4219673.2600,3,2.077325,0,-17.700730,0",
            "2001-12-14,sz.000613,4.7400,4.7400,4.7400,4.7400,4.5100,1614932,7654777.6800,3,3.585555,0,5.099768,0",
            "2001-12-21,sz.000613,4.9800,4.9800,4.9800,4.9800,4.7400,818814,4077693.7200,3,1.817973,0,5.063296,0",
            "2001-12-28,sz.000613,5.2000,5.2000,5.2000,5.2000,4.9800,988100,5138120.0000,3,2.193831,0,4.417666,0",
        ];
        var bars = Collect(fridays);
        Assert.Equal([935_626, 1_614_932, 818_814, 988_100], bars.Select(b => b.Volume));
        Assert.All(bars, b => Assert.False(b.TradeStatus));
    }

    [Fact]
    public void The_bar_of_sz_002500_on_2020_06_17_with_a_volume_and_no_amount_is_taken_and_so_are_more_like_it()
    {
        string[] days = ["2020-06-17", "2020-06-18", "2020-06-19", "2020-06-22"];
        var bars = Collect([.. days.Select(d => $"{d},sz.002500,6.3900,6.3900,6.3900,6.3900,6.3900,38945309,0.0000,3,1.376800,0,0.000000,0")]);
        Assert.Equal(4, bars.Length);
    }

    [Theory]
    [InlineData("1991-09-30", "14.6000 14.6000 14.6000 14.6000 0.689658", "4.6000 4.7000 4.6000 4.7000 0.000000", "3.9500 3.9500 3.9500 3.9500 -1.249999", "6.3100 6.3100 6.3100 6.3100 -1.866250")]
    [InlineData("1991-11-11", "32.3000 32.3000 32.3000 32.3000 5.901637", "11.1000 11.1000 11.1000 11.1000 5.213272", "12.3500 12.3500 12.3500 12.3500 4.661018", "7.0000 7.0000 7.0000 7.0000 0.430419")]
    [InlineData("1992-02-03", "32.3500 32.3500 32.3500 32.3500 3.852324", "12.2000 12.2000 12.0000 12.1000 -0.819672", "12.0000 12.0000 12.0000 12.0000 1.265823", "8.7200 8.7200 8.7200 8.7200 0.460829")]
    public void A_market_day_of_the_1990s_whose_changes_do_not_fit_its_precloses_is_taken(string day, params string[] stocks)
    {
        string[] codes = ["sz.000001", "sz.000002", "sz.000004", "sz.000005"];
        var bars = Collect([.. stocks.Select((figures, i) =>
        {
            string[] f = figures.Split(' ');
            string preclose = day == "1992-02-03" && i == 1 ? "12.2000" : f[3];
            return $"{day},{codes[i]},{f[0]},{f[1]},{f[2]},{f[3]},{preclose},0,0.0000,3,,1,{f[4]},0";
        })]);
        Assert.Equal([1, 2, 4, 5], bars.Select(b => b.Code.Number));
    }

    [Theory]
    [InlineData(11, 13)] // trade status and special treatment
    [InlineData(7, 8)] // volume and amount
    [InlineData(6, 5)] // the two closes
    [InlineData(10, 12)] // turnover and change
    public void A_month_with_two_columns_exchanged_is_refused(int first, int second)
    {
        string[] rows = [.. Enumerable.Range(2, 20).Select(d => string.Create(
            CultureInfo.InvariantCulture,
            $"2026-03-{d:D2},sh.600000,10.{d:D2}00,11.0000,10.0000,10.{d:D2}50,10.{d - 1:D2}50,1000000,10300000,3,0.541700,1,{10_000m / (99_950 + (d * 100)):F6},0"))];
        Assert.Equal(20, Collect(rows).Length);
        string[] swapped = [.. rows.Select(r => r.Split(',')).Select(c => string.Join(',', c.Select((cell, i) => i == first ? c[second] : i == second ? c[first] : cell)))];
        Assert.Equal(ProtocolFault.Senseless, AnswerBytes.FaultOf(() => Collect(swapped)));
    }

    [RecordedDataFact]
    public void The_70_recorded_bars_with_a_volume_and_no_trade_are_not_odd()
    {
        BarRow[] bars =
        [
            .. RecordedBars.Files("daily").SelectMany(f => RecordedBars.Read(f)).Where(b => !b.TradeStatus && b.Volume > 0),
            .. RecordedBars.Files("daily_qfq").SelectMany(f => RecordedBars.Read(f, isAdjusted: true)).Where(b => !b.TradeStatus && b.Volume > 0),
        ];
        Assert.Equal([(613, 27), (2500, 1), (600845, 42)], bars.GroupBy(b => b.Code.Number).Select(g => (g.Key, g.Count())).Order());
        Assert.All(bars, b => Assert.False(IsOdd(b), $"{b.Code} {b.Date:yyyy-MM-dd}"));
    }

    [RecordedDataFact]
    public void Of_all_recorded_bars_four_are_odd_and_no_two_of_one_stock_nor_three_of_one_day()
    {
        var odd = new List<string>();
        int rows = 0;
        foreach (string folder in (string[])["daily", "daily_qfq", "market_2020", "market_2026"])
        {
            foreach (var bar in RecordedBars.Files(folder).SelectMany(f => RecordedBars.Read(f, isAdjusted: folder is "daily_qfq" or "market_2020")))
            {
                rows++;
                if (IsOdd(bar))
                    odd.Add($"{bar.Code} {bar.Date:yyyy-MM-dd}");
            }
        }
        Assert.Equal(942_901 + 203_540 + 69_913 + 114_206, rows);
        Assert.Equal(["000670 2022-01-10", "001965 2017-12-25", "002260 2022-01-10", "600614 2003-07-03"], odd.Order(StringComparer.Ordinal));
    }

    // Three rows alike: they are lost where one of them is odd.
    static bool IsOdd(in BarRow row)
    {
        var sense = new PlausibilityCheck();
        for (int i = 0; i < 3; i++)
            sense.Add(row);
        return sense.IsLost;
    }

    static BarRow[] Collect(string[] rows)
    {
        var collector = new BarCollector();
        collector.Begin(new BarScope(null, new(1990, 12, 19), new(2026, 12, 31)));
        const string Names = "date,code,open,high,low,close,preclose,volume,amount,adjustflag,turn,tradestatus,pctChg,isST";
        string data = string.Join("],[", rows.Select(r => '"' + r.Replace(",", "\",\"", StringComparison.Ordinal) + '"'));
        collector.Add(Encoding.UTF8.GetBytes($$"""{"record":[[{{data}}]]}"""), new BarAnswerColumns(new ColumnList(Encoding.UTF8.GetBytes(Names)), Names));
        var batch = new BarBatch();
        Assert.Same(RejectedRows.None, collector.MoveTo(batch));
        return batch.Rows.ToArray();
    }
}
