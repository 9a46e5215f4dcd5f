using StockSync.Engine.Evidence;
using StockSync.Engine.Sources.Contract;
using StockSync.Engine.Stores.Contract;
using StockSync.Engine.Stores.Sql;
using StockSync.Tests.Fakes;
using Xunit;
using Xunit.Abstractions;

namespace StockSync.Tests.Evidence;

/// <summary>The check of whole market days over what was recorded, and over what a faulty service could make of it.</summary>
public class PlausibilityRecordedTests(ITestOutputHelper output)
{
    static readonly DateOnly[] s_early = [new(1991, 9, 30), new(1991, 11, 11), new(1992, 2, 3)];

    [RecordedDataFact]
    public void No_recorded_day_of_stocks_since_1990_is_doubted()
    {
        int judged = 0;
        var early = new List<DateOnly>();
        DayFigures? before = null;
        foreach (var rows in RecordedBars.Days("daily"))
        {
            var figures = DayFigures.Of(rows);
            if (before is not null)
            {
                Assert.True(Plausibility.Check(rows, before) == DoubtKind.None, $"{rows[0].Date:yyyy-MM-dd}");
                judged += Common(figures, before) >= EvidenceLimits.FewestInCommon ? 1 : 0;
                if (s_early.Contains(rows[0].Date))
                    early.Add(rows[0].Date);
            }
            before = figures;
        }
        output.WriteLine($"{judged} days judged.");
        Assert.Equal(6341, judged);
        Assert.Equal(s_early, early);
    }

    [RecordedDataFact]
    public void No_recorded_day_of_the_whole_market_is_doubted()
    {
        foreach (var (folder, days) in ((string, int)[])[("market_2020", 21), ("market_2026", 22)])
        {
            var market = Market(folder);
            Assert.Equal(days, market.Length);
            for (int i = 1; i < days; i++)
            {
                var before = DayFigures.Of(market[i - 1]);
                Assert.True(Common(DayFigures.Of(market[i]), before) > 3000);
                Assert.True(Plausibility.Check(market[i], before) == DoubtKind.None, $"{market[i][0].Date:yyyy-MM-dd}");
            }
        }
    }

    [RecordedDataFact]
    public void Every_recorded_day_of_2026_with_wrong_values_is_doubted()
    {
        var market = Market("market_2026");
        for (int i = 1; i < market.Length; i++)
        {
            var before = DayFigures.Of(market[i - 1]);
            var day = market[i][0].Date;
            var known = market[i - 1].ToDictionary(r => r.Code);
            BarRow[] rows = market[i];

            void Expect(DoubtKind kind, string what, IEnumerable<BarRow> wrong) =>
                Assert.True(Plausibility.Check([.. wrong], before) == kind, $"{what} on {day:yyyy-MM-dd}");

            Expect(DoubtKind.None, "nothing wrong", rows);
            Expect(DoubtKind.Copied, "yesterday's values", market[i - 1].Select(r => r with { Date = day }));
            Expect(DoubtKind.Copied, "yesterday's values of a tenth", rows.Select((r, n) => n % 10 == 0 && known.TryGetValue(r.Code, out var old) ? old : r));
            Expect(DoubtKind.OffPreclose, "half prices", rows.Select(Half));
            Expect(DoubtKind.OffPreclose, "half prices of a seventh", rows.Select((r, n) => n % 7 == 0 ? Half(r) : r));
            Expect(DoubtKind.OffPreclose, "codes shifted by one", Recoded(rows, n => (n + 1) % rows.Length));
            Expect(DoubtKind.OffPreclose, "codes shifted back by one", Recoded(rows, n => (n + rows.Length - 1) % rows.Length));
            Expect(DoubtKind.OffPreclose, "codes of half of the stocks shifted by one", Recoded(rows, n => n < rows.Length / 2 ? (n + 1) % (rows.Length / 2) : n));
            Expect(DoubtKind.OffPreclose, "codes of half of the stocks exchanged in pairs", Recoded(rows, n => n % 4 > 1 || (n ^ 1) >= rows.Length ? n : n ^ 1));
        }
    }

    static BarRow Half(BarRow row) => row with
    {
        Open = row.Open / 2, High = row.High / 2, Low = row.Low / 2, Close = row.Close / 2, Preclose = row.Preclose / 2,
    };

    // The same codes, the figures of others.
    static IEnumerable<BarRow> Recoded(BarRow[] rows, Func<int, int> other) => rows.Select((row, n) => rows[other(n)] with { Code = row.Code });

    static BarRow[][] Market(string folder) =>
        [.. RecordedBars.Files(folder).Select(f => RecordedBars.Read(f).OrderBy(r => r.Code).ToArray())];

    static int Common(DayFigures day, DayFigures before) => day.Rows.Select(r => r.Code).Intersect(before.Rows.Select(r => r.Code)).Count();
}
