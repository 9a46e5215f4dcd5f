using System.Globalization;
using StockSync.Engine.Sources.Contract;
using StockSync.Tests.Fakes;
using StockSync.Tests.Sources;

namespace StockSync.Tests.Evidence;

/// <summary>Recorded bars as rows.</summary>
static class RecordedBars
{
    const int Finer = 100;

    /// <summary>The files of a folder of recorded data, in order of name.</summary>
    public static IEnumerable<string> Files(string folder) => Directory.EnumerateFiles(RecordedData.PathOf(folder)).Order(StringComparer.Ordinal);

    /// <summary>The rows of a file, in its order. Prices with more decimals than a bar has are rounded.</summary>
    /// <param name="path">The file.</param>
    /// <param name="isAdjusted">
    /// Its prices are adjusted; those of a traded bar are taken back to what was paid, and prices and amount are a hundred times as fine, so
    /// that what rounding does to the smallest of them says nothing.
    /// </param>
    public static IEnumerable<BarRow> Read(string path, bool isAdjusted = false)
    {
        foreach (string line in RecordedLines.Read(path).Skip(1))
        {
            string[] cells = line.Split(',');
            long volume = Number(cells[7], 1);
            long amount = Number(cells[8], BarRow.PriceScale);
            decimal factor = isAdjusted && volume > 0 && amount > 0 ? amount / (volume * Decimal(cells[5]) * BarRow.PriceScale) : 1;
            if (isAdjusted)
                (factor, amount) = (factor * Finer, amount == BarRow.Missing ? amount : amount * Finer);
            yield return new BarRow
            {
                Date = Trading.Day(cells[0]),
                Code = new(int.Parse(cells[1].AsSpan(3), CultureInfo.InvariantCulture)),
                Open = Number(cells[2], BarRow.PriceScale * factor),
                High = Number(cells[3], BarRow.PriceScale * factor),
                Low = Number(cells[4], BarRow.PriceScale * factor),
                Close = Number(cells[5], BarRow.PriceScale * factor),
                Preclose = Number(cells[6], BarRow.PriceScale * factor),
                Volume = volume,
                Amount = amount,
                TurnoverRate = Number(cells[10], BarRow.RateScale),
                TradeStatus = cells[11] == "1",
                ChangePct = Number(cells[12], BarRow.RateScale),
                IsST = cells[13] == "1",
            };
        }
    }

    /// <summary>The whole market of each day of a folder with a file per stock, in order of day and code.</summary>
    public static IEnumerable<BarRow[]> Days(string folder)
    {
        var files = Files(folder).Select(f => Read(f).GetEnumerator()).Where(f => f.MoveNext()).ToList();
        while (files.Count > 0)
        {
            var day = files.Min(f => f.Current.Date);
            var rows = new List<BarRow>(files.Count);
            for (int i = files.Count - 1; i >= 0; i--)
            {
                if (files[i].Current.Date != day)
                    continue;
                rows.Add(files[i].Current);
                if (!files[i].MoveNext())
                    files.RemoveAt(i);
            }
            rows.Sort((left, right) => left.Code.CompareTo(right.Code));
            yield return [.. rows];
        }
    }

    static decimal Decimal(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);

    static long Number(string text, decimal scale) =>
        text.Length == 0 ? BarRow.Missing : (long)Math.Round(Decimal(text) * scale, MidpointRounding.AwayFromZero);
}
