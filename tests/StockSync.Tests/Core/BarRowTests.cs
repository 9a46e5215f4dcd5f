using Xunit;

namespace StockSync.Tests.Core;

public class BarRowTests
{
    [Fact]
    public void Change_and_amplitude_follow_from_the_prices()
    {
        var row = new BarRow { High = 98200, Low = 96100, Close = 97300, Preclose = 96800 };
        Assert.Equal(500, row.ChangeAmount);
        Assert.Equal(2_169_421, row.Amplitude); // 0.21 / 9.68 = 2.1694214…%
    }

    [Fact]
    public void Without_a_reference_price_there_is_no_amplitude()
    {
        var row = new BarRow { High = 98200, Low = 96100, Close = 97300, Preclose = 0 };
        Assert.Equal(BarRow.Missing, row.Amplitude);
        row.Preclose = BarRow.Missing;
        Assert.Equal(BarRow.Missing, row.Amplitude);
        Assert.Equal(BarRow.Missing, row.ChangeAmount);
    }

    [Fact]
    public void A_batch_is_sorted_by_day_and_code_and_keeps_the_last_of_equal_keys()
    {
        var batch = new BarBatch(1);
        Add(batch, 2, 600000, 1);
        Add(batch, 1, 600001, 2);
        Add(batch, 1, 600000, 3);
        Add(batch, 2, 600000, 4);
        batch.SortAndDistinct();
        Assert.Equal(
            [(1, 600000, 3L), (1, 600001, 2L), (2, 600000, 4L)],
            batch.Rows.ToArray().Select(r => (r.Date.Day, r.Code.Number, r.Close)));
    }

    static void Add(BarBatch batch, int day, int code, long close)
    {
        ref var row = ref batch.Add();
        row.Date = new DateOnly(2026, 3, day);
        row.Code = new StockCode(code);
        row.Close = close;
    }
}
