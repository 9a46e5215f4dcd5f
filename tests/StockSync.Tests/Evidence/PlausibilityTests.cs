using StockSync.Engine.Evidence;
using StockSync.Engine.Sources.Contract;
using StockSync.Engine.Stores.Contract;
using StockSync.Engine.Stores.Sql;
using Xunit;

namespace StockSync.Tests.Evidence;

public class PlausibilityTests
{
    static readonly DateOnly s_before = new(2026, 3, 2);
    static readonly DateOnly s_day = new(2026, 3, 3);

    [Theory]
    [InlineData(50, 5, false)]
    [InlineData(50, 6, true)]
    [InlineData(200, 20, false)]
    [InlineData(200, 21, true)]
    [InlineData(5190, 519, false)]
    [InlineData(5190, 520, true)]
    [InlineData(5190, 5190, true)]
    public void More_than_a_tenth_of_the_precloses_off_the_closes_before_is_doubted(int stocks, int off, bool isDoubted) =>
        Assert.Equal(isDoubted ? DoubtKind.OffPreclose : DoubtKind.None, Check(stocks, (ref BarRow row, int i) => row.Preclose += i < off ? 100 : 0));

    [Theory]
    [InlineData(50, 2, false)]
    [InlineData(50, 3, true)]
    [InlineData(200, 10, false)]
    [InlineData(200, 11, true)]
    [InlineData(5190, 259, false)]
    [InlineData(5190, 260, true)]
    public void More_than_a_twentieth_of_the_traded_stocks_as_the_day_before_is_doubted(int stocks, int copied, bool isDoubted) =>
        Assert.Equal(isDoubted ? DoubtKind.Copied : DoubtKind.None, Check(stocks, (ref BarRow row, int i) => Copy(ref row, i, copied)));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void A_copy_repeats_all_six_figures(int figure) =>
        Assert.Equal(DoubtKind.None, Check(100, (ref BarRow row, int i) =>
        {
            Copy(ref row, i, 100);
            row.Preclose = Row(i, s_before).Close;
            ref long other = ref Figure(ref row, figure);
            other++;
        }));

    [Fact]
    public void The_day_before_under_another_date_is_a_copy_although_its_precloses_are_off_too() =>
        Assert.Equal(DoubtKind.Copied, Check(100, (ref BarRow row, int i) => row = Row(i, s_before)));

    [Fact]
    public void Suspended_stocks_repeat_themselves_and_do_not_count()
    {
        // Three of 50 traded ones are one too many, however many are suspended.
        foreach (int copied in (int[])[2, 3])
        {
            Assert.Equal(copied > 2 ? DoubtKind.Copied : DoubtKind.None, Check(150, (ref BarRow row, int i) =>
            {
                if (i >= 50)
                {
                    Copy(ref row, i, 150);
                    row.TradeStatus = i % 2 == 0;
                    row.Volume = i % 2 != 0 ? row.Volume : i % 4 == 0 ? 0 : BarRow.Missing;
                }
                Copy(ref row, i, copied);
            }, (ref BarRow row, int i) => row.Volume = i < 50 || i % 2 != 0 ? row.Volume : i % 4 == 0 ? 0 : BarRow.Missing));
        }
    }

    [Fact]
    public void A_day_without_a_trade_is_no_copy() =>
        Assert.Equal(DoubtKind.None, Check(100, (ref BarRow row, int i) =>
        {
            Copy(ref row, i, 100);
            row.Preclose = row.Close;
            row.TradeStatus = false;
        }));

    [Theory]
    [InlineData(49, DoubtKind.None)]
    [InlineData(50, DoubtKind.OffPreclose)]
    public void Fewer_than_fifty_stocks_in_common_say_nothing(int common, object doubt)
    {
        // Others on both days, before, between and after them.
        BarRow[] before = [.. Enumerable.Range(0, 200).Where(i => i % 4 == 1 || i % 4 == 0 && i / 4 < common).Select(i => Row(i, s_before))];
        BarRow[] rows = [.. Enumerable.Range(0, 200).Where(i => i % 4 == 3 || i % 4 == 0 && i / 4 < common).Select(i => Row(i, s_day) with { Preclose = 1 })];
        Assert.Equal((DoubtKind)doubt, Plausibility.Check(rows, DayFigures.Of(before)));
    }

    [Fact]
    public void Stocks_that_the_day_before_does_not_have_are_compared_with_nothing()
    {
        BarRow[] before = [.. Enumerable.Range(0, 100).Select(i => Row(i, s_before))];
        // New listings at both ends: their precloses are nobody's close.
        BarRow[] rows = [.. Enumerable.Range(-50, 200).Select(i => Row(i, s_day))];
        Assert.Equal(DoubtKind.None, Plausibility.Check(rows, DayFigures.Of(before)));
        Assert.Equal(DoubtKind.None, Plausibility.Check([], DayFigures.Of(before)));
        Assert.Equal(DoubtKind.None, Plausibility.Check(rows, DayFigures.Of([])));
    }

    [Fact]
    public void A_digest_tells_every_figure_every_code_and_every_order_from_another()
    {
        BarRow[] rows = [.. Enumerable.Range(0, 60).Select(i => Row(i, s_day))];
        var digests = new List<string> { Plausibility.Digest(rows), Plausibility.Digest(rows.AsSpan(1)), Plausibility.Digest([]) };
        Assert.Equal(digests[0], Plausibility.Digest([.. rows]));
        Assert.All(digests, d => Assert.Equal(32, d.Length));
        for (int figure = 0; figure < 7; figure++)
        {
            BarRow[] other = [.. rows];
            Figure(ref other[30], figure)++;
            digests.Add(Plausibility.Digest(other));
        }
        BarRow[] moved = [.. rows];
        moved[59].Code = new(699999);
        digests.Add(Plausibility.Digest(moved));
        Assert.Equal(digests.Count, digests.Distinct().Count());
    }

    delegate void Edit(ref BarRow row, int stock);

    static DoubtKind Check(int stocks, Edit edit, Edit? editBefore = null)
    {
        var before = new BarRow[stocks];
        var rows = new BarRow[stocks];
        for (int i = 0; i < stocks; i++)
        {
            before[i] = Row(i, s_before);
            rows[i] = Row(i, s_day);
            editBefore?.Invoke(ref before[i], i);
            edit(ref rows[i], i);
        }
        return Plausibility.Check(rows, DayFigures.Of(before));
    }

    // The figures of the day before, but the preclose that fits it.
    static void Copy(ref BarRow row, int stock, int copied)
    {
        if (stock < copied)
            row = Row(stock, s_before) with { Date = s_day, Preclose = row.Preclose };
    }

    static ref long Figure(ref BarRow row, int figure)
    {
        switch (figure)
        {
            case 0: return ref row.Open;
            case 1: return ref row.High;
            case 2: return ref row.Low;
            case 3: return ref row.Close;
            case 4: return ref row.Volume;
            case 5: return ref row.Amount;
            default: return ref row.Preclose;
        }
    }

    static BarRow Row(int stock, DateOnly day)
    {
        int later = day.DayNumber - s_before.DayNumber;
        return new BarRow
        {
            Code = new(600100 + stock),
            Date = day,
            Open = 100_000 + (100 * later),
            High = 110_000 + (100 * later),
            Low = 90_000 + (100 * later),
            Close = 101_000 + (100 * later),
            Preclose = 101_000 + (100 * (later - 1)),
            Volume = 1_000_000 + stock + later,
            Amount = 100_000_000_000 + later,
            TradeStatus = true,
        };
    }
}
