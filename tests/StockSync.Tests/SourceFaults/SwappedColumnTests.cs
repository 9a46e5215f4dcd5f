using System.Globalization;
using StockSync.Engine.Sources.Baostock.Protocol;
using StockSync.MarketServer;
using StockSync.Tests.Fakes;
using Xunit;
using Xunit.Abstractions;

namespace StockSync.Tests.SourceFaults;

/// <summary>Answers, sound as frames, whose values stand under the wrong names.</summary>
public class SwappedColumnTests(ITestOutputHelper output)
{
    // Figures that follow from nothing else in a row: no one can tell which is which.
    static readonly string[] s_free = ["turn", "peTTM", "pbMRQ", "psTTM", "pcfNcfTTM"];

    // The recordings have no valuations, and an empty mark is what the service may send of a stock without one.
    static readonly string[] s_empty = ["peTTM", "pbMRQ", "psTTM", "pcfNcfTTM", "isST"];

    [Fact]
    public Task Two_columns_of_made_up_bars_that_have_changed_places_bring_no_wrong_row() =>
        CheckAsync(new MadeUpMarket(seed: 61, stocks: 40, new(2024, 1, 2), new(2024, 3, 29)), "sh.600000");

    [RecordedDataFact]
    public Task Two_columns_of_recorded_bars_that_have_changed_places_bring_no_wrong_row() =>
        CheckAsync(new RecordedMarket(RecordedData.PathOf("daily")), "sh.600000", "sz.000001", "sz.000725");

    async Task CheckAsync(IMarket market, params string[] codes)
    {
        var wrong = new List<string>();
        foreach (string code in codes)
        {
            var bars = market.StockRange(code, new(2024, 1, 2), new(2024, 3, 29)).ToList();
            if (bars.Count == 0)
                bars = [.. market.StockRange(code, new(2021, 1, 4), new(2021, 3, 31))];
            Assert.True(bars.Count > 20, code);
            var stock = new StockCode(int.Parse(code.AsSpan(3), CultureInfo.InvariantCulture));
            string[] names = Query.BarFields.Split(',');
            var exchange = await Exchanges.BarsAsync(code, bars, s => Exchanges.BarsOfAsync(s.GetStockRangeAsync, stock, bars[0].Day, bars[^1].Day));
            for (int first = 0; first < names.Length; first++)
            {
                for (int second = first + 1; second < names.Length; second++)
                {
                    string[] both = [names[first], names[second]];
                    if (both.All(s_free.Contains) || both.All(s_empty.Contains))
                        continue;
                    var (a, b) = (first, second);
                    var swapped = bars.Select(bar => Exchanges.Row(n => bar[n == a ? names[b] : n == b ? names[a] : names[n]]));
                    if (exchange.Judge(request => Exchanges.AnswerOf(request, swapped)) is { } fault)
                        wrong.Add($"{names[first]} and {names[second]}: {fault}");
                }
            }
        }
        foreach (string w in wrong)
            output.WriteLine(w);
        Assert.Empty(wrong);
    }
}
