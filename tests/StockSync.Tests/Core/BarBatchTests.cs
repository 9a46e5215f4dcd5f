using System.Buffers;
using StockSync.Engine.Sources.Contract;
using StockSync.Engine.Stores.Sql;
using Xunit;

namespace StockSync.Tests.Core;

public class BarBatchTests
{
    [Fact]
    public void A_batch_is_sorted_by_day_and_code_and_keeps_the_last_of_equal_keys()
    {
        var batch = new BarBatch(1);
        Add(batch, 2, 600000, 1);
        Add(batch, 1, 600001, 2);
        Add(batch, 1, 600000, 3);
        Add(batch, 2, 600000, 4);
        Assert.False(batch.SortAndDistinct());
        Assert.Equal([(1, 600000, 3L), (1, 600001, 2L), (2, 600000, 4L)], Content(batch));
    }

    [Fact]
    public void Any_rows_come_out_as_a_plain_sort_would_bring_them()
    {
        var random = new Random(5);
        for (int round = 0; round < 200; round++)
        {
            var batch = new BarBatch(1);
            var added = new List<(int Day, int Code, long Close)>();
            for (int i = random.Next(60); i > 0; i--)
            {
                var row = (Day: 1 + random.Next(6), Code: 600000 + random.Next(8), Close: (long)random.Next(3));
                added.Add(row);
                Add(batch, row.Day, row.Code, row.Close);
            }
            var groups = added.GroupBy(r => (r.Day, r.Code)).OrderBy(g => g.Key).ToArray();
            bool wasAscending = added.Zip(added.Skip(1)).All(p => (p.First.Day, p.First.Code).CompareTo((p.Second.Day, p.Second.Code)) < 0);

            Assert.Equal(wasAscending || groups.All(g => g.Distinct().Count() == 1), batch.SortAndDistinct());
            Assert.Equal(groups.Select(g => g.Last()), Content(batch));
            foreach (int day in Enumerable.Range(1, 6))
            {
                foreach (int code in Enumerable.Range(600000, 8))
                {
                    Assert.Equal(
                        groups.Any(g => g.Key == (day, code)), batch.Contains(new StockCode(code), new DateOnly(2026, 3, day)));
                }
            }
        }
    }

    [Fact]
    public void Rows_of_other_stocks_are_left_out_and_the_order_stays()
    {
        var batch = new BarBatch();
        foreach (int code in new[] { 600003, 600001, 600004, 600002 })
            Add(batch, 1, code, code);
        batch.Keep(code => code.Number != 600001);
        Assert.Equal([600003, 600004, 600002], Content(batch).Select(r => r.Code));
        batch.Keep(static _ => false);
        Assert.Equal(0, batch.Count);
    }

    [Fact]
    public void A_cleared_batch_starts_anew()
    {
        var batch = new BarBatch(1);
        Add(batch, 1, 600000, 7);
        batch.Clear();
        ref var row = ref batch.Add();
        Assert.Equal(default, row);
    }

    [Fact]
    public void A_batch_with_a_pool_takes_what_its_rows_need_and_gives_all_of_it_back()
    {
        var pool = new CountingPool();
        var answer = new BarBatch();
        foreach (int code in Enumerable.Range(600000, 200))
            Add(answer, 1, code, code);
        var batch = new BarBatch(pool);
        Assert.Equal(0, pool.Lent);

        batch.AddRange(answer);
        batch.AddRange(answer);
        Add(batch, 2, 600000, 7);
        Assert.Equal(401, batch.Count);
        Assert.True(batch.SortAndDistinct());
        Assert.Equal(201, batch.Count);
        Assert.Equal(1, pool.Lent);
        batch.Release();
        Assert.Equal((0, 0), (pool.Lent, batch.Count));

        // As good as new.
        Add(batch, 3, 600001, 8);
        Assert.Equal([(3, 600001, 8L)], Content(batch));
    }

    sealed class CountingPool : ArrayPool<BarRow>
    {
        public int Lent { get; private set; }

        public override BarRow[] Rent(int minimumLength)
        {
            Lent++;
            return new BarRow[minimumLength];
        }

        public override void Return(BarRow[] array, bool clearArray = false) => Lent--;
    }

    static IEnumerable<(int Day, int Code, long Close)> Content(BarBatch batch) =>
        batch.Rows.ToArray().Select(r => (r.Date.Day, r.Code.Number, r.Close));

    static void Add(BarBatch batch, int day, int code, long close)
    {
        ref var row = ref batch.Add();
        row.Date = new DateOnly(2026, 3, day);
        row.Code = new StockCode(code);
        row.Close = close;
    }
}
