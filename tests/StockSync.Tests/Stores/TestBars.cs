using StockSync.Engine.Sources.Contract;

namespace StockSync.Tests.Stores;

/// <summary>Made-up rows in the shape of real ones: NULLs on suspended stocks, negative changes, large amounts.</summary>
static class TestBars
{
    public static readonly DateOnly FirstDay = new(2024, 1, 29);

    public static IReadOnlyList<DateOnly> Days(int count) => [.. Enumerable.Range(0, count).Select(FirstDay.AddDays)];

    public static BarBatch Batch(IEnumerable<DateOnly> days, int stocks, Func<DateOnly, StockCode, bool>? where = null)
    {
        var batch = new BarBatch();
        foreach (var day in days)
        {
            for (int i = 0; i < stocks; i++)
            {
                var code = new StockCode(600000 + i);
                if (where?.Invoke(day, code) ?? true)
                    batch.Add(Row(day, code));
            }
        }
        batch.SortAndDistinct();
        return batch;
    }

    public static BarRow Row(DateOnly day, StockCode code)
    {
        var random = new Random((day.DayNumber * 7919) ^ code.Number);
        long close = random.Next(1, 2_000_000);
        bool suspended = code.Number % 10 == 7;
        return new BarRow
        {
            Code = code,
            Date = day,
            Open = close + 100,
            High = close + 2_345,
            Low = Math.Max(1, close - 999),
            Close = close,
            Preclose = close + random.Next(-500, 500) is var preclose && preclose > 0 ? preclose : 1,
            Volume = suspended ? BarRow.Missing : random.NextInt64(0, 5_000_000_000),
            Amount = suspended ? BarRow.Missing : random.NextInt64(0, 900_000_000_000_000),
            TurnoverRate = suspended ? BarRow.Missing : random.Next(0, 99_000_000),
            ChangePct = random.Next(-20_000_000, 20_000_000),
            PeTtm = random.NextInt64(-9_000_000_000, 9_000_000_000),
            PbMrq = random.Next(-2_000_000, 90_000_000),
            PsTtm = suspended ? BarRow.Missing : random.Next(0, 90_000_000),
            PcfNcfTtm = random.Next(-900_000_000, 900_000_000),
            TradeStatus = !suspended,
            IsST = code.Number % 10 == 3,
        };
    }
}
