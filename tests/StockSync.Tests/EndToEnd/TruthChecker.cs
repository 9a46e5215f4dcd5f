using System.Globalization;
using StockSync.Engine;
using StockSync.MarketServer;
using Xunit;

namespace StockSync.Tests.EndToEnd;

/// <summary>Compares the table with all that the market knows of a range: every row, every cell, nothing more.</summary>
static class TruthChecker
{
    public static async Task AssertEqualAsync(EngineRig rig, DateOnly from, DateOnly to)
    {
        var truth = new Dictionary<(string, DateOnly), MarketBar>();
        foreach (var bar in rig.Market.AShareBars(from, to))
        {
            if (StockCode.TryParse(bar.Code, out var code))
                truth.Add((code.ToString(), bar.Day), bar);
        }
        Assert.NotEmpty(truth);

        int extra = 0;
        var wrong = new List<string>();
        await using var engine = EngineFactory.Create(rig.Settings);
        await foreach (var bar in engine.GetBarsAsync(new BarQuery { From = from, To = to }, CancellationToken.None))
        {
            if (!truth.Remove((bar.Code, DateOnly.FromDateTime(bar.Date)), out var published))
                extra++;
            else if (Difference(bar, published) is { } difference && wrong.Count < 5)
                wrong.Add(difference);
        }
        Assert.Empty(wrong);
        Assert.Equal((0, 0), (truth.Count, extra));
    }

    /// <summary>The first cell that is not as published; null where all are.</summary>
    public static string? Difference(Bar bar, MarketBar published)
    {
        (string Name, decimal? Stored, string Published)[] cells =
        [
            ("open", bar.Open, published.Open),
            ("high", bar.High, published.High),
            ("low", bar.Low, published.Low),
            ("close", bar.Close, published.Close),
            ("preclose", bar.Preclose, published.Preclose),
            ("volume", bar.Volume, published.Volume),
            ("amount", bar.Amount, published.Amount),
            ("turn", bar.TurnoverRate, published.Turn),
            ("pctChg", bar.ChangePct, published.PctChg),
            ("tradestatus", bar.TradeStatus ? 1 : 0, published.TradeStatus),
            ("isST", bar.IsST ? 1 : 0, published.IsSt),
            ("peTTM", bar.PeTtm, published.PeTtm),
            ("pbMRQ", bar.PbMrq, published.PbMrq),
            ("psTTM", bar.PsTtm, published.PsTtm),
            ("pcfNcfTTM", bar.PcfNcfTtm, published.PcfNcfTtm),
            ("change", bar.ChangeAmount, FormattableString.Invariant($"{Number(published.Close) - Number(published.Preclose)}")),
        ];
        foreach (var (name, stored, text) in cells)
        {
            if (stored != Number(text))
                return $"{bar.Code} {bar.Date:yyyy-MM-dd} {name}: stored {stored}, published '{text}'";
        }
        return null;
    }

    static decimal? Number(string text) => text.Length == 0 ? null : decimal.Parse(text, CultureInfo.InvariantCulture);
}
