using System.Globalization;
using System.Xml.Linq;
using StockSync.Engine.Operations.Reports;
using StockSync.Engine.Operations.Reports.Charts;
using StockSync.Tests.Architecture;
using Xunit;

namespace StockSync.Tests.Reports;

/// <summary>Charts of fixed data, to the last character: whoever changes how they are drawn looks at the difference.</summary>
public sealed class ChartTests
{
    static readonly DateScale s_days = new(new DateOnly(2026, 1, 5), new DateOnly(2026, 2, 1));

    [Fact]
    public void Lines() => Check("lines.svg", markup => LineChart.Write(
        markup,
        "Lines",
        s_days,
        LinearScale.Between(0.8, 1),
        ReportText.Share0,
        [
            new LineSeries("solid", 0, [Point(6, 0.9), Point(13, 1), Point(20, 0.85)], IsFilled: true),
            new LineSeries("dashed", 1, [Point(6, 1), Point(20, 1)]),
            new LineSeries("dots", 4, [Point(9, 0.95)], IsLine: false),
        ]));

    [Fact]
    public void Bars() => Check("bars.svg", markup => BarChart.Write(
        markup,
        "Bars",
        s_days,
        LinearScale.FromZero(6, 1),
        value => value.ToString(CultureInfo.InvariantCulture),
        [new BarStack(new DateOnly(2026, 1, 5), 7, [3, 0, 1], "first"), new BarStack(new DateOnly(2026, 1, 19), 7, [0, 6, 0], "second")],
        limit: 5));

    [Fact]
    public void A_half_year_as_a_calendar() => Check("heat.svg", markup => HeatMap.Write(
        markup,
        "Half a year",
        new DateOnly(2026, 1, 1),
        new DateOnly(2026, 6, 30),
        [
            new HeatCell(new DateOnly(2026, 1, 1), HeatKind.Closed, null),
            new HeatCell(new DateOnly(2026, 1, 2), HeatKind.Complete, "2026-01-02 9/9"),
            new HeatCell(new DateOnly(2026, 1, 3), HeatKind.Closed, null),
            new HeatCell(new DateOnly(2026, 1, 5), HeatKind.Nearly, "2026-01-05 8/9"),
            new HeatCell(new DateOnly(2026, 1, 6), HeatKind.Partly, "2026-01-06 7/9"),
            new HeatCell(new DateOnly(2026, 1, 7), HeatKind.Poor, "2026-01-07 1/9"),
            new HeatCell(new DateOnly(2026, 6, 30), HeatKind.Missing, "2026-06-30"),
        ],
        month => month.ToString(CultureInfo.InvariantCulture)));

    [Fact]
    public void A_strip_of_gaps() => Check("strip.svg", markup => Strip.Write(
        markup,
        s_days,
        [
            (new DateOnly(2026, 1, 5), new DateOnly(2026, 1, 9), 1, "five days"),
            (new DateOnly(2026, 2, 1), new DateOnly(2026, 2, 1), 0, "one day"),
        ]));

    [Fact]
    public void A_weekend_has_rows_only_where_the_market_was_open_on_one()
    {
        Assert.Contains("viewBox=\"0 0 324 76\"", Calendar(new DateOnly(2026, 1, 2)), StringComparison.Ordinal);
        Assert.Contains("viewBox=\"0 0 324 100\"", Calendar(new DateOnly(2026, 1, 3)), StringComparison.Ordinal);
    }

    static string Calendar(DateOnly day) => Draw(markup => HeatMap.Write(
        markup, "", new DateOnly(2026, 1, 1), new DateOnly(2026, 6, 30), [new HeatCell(day, HeatKind.Complete, "x")], month => $"{month}"));

    static LinePoint Point(int day, double value) => new(new DateTime(2026, 1, day, 12, 0, 0), value, $"January {day}");

    static void Check(string file, Action<Markup> draw)
    {
        string path = Path.Combine(Repository.Root, "tests", "StockSync.Tests", "Reports", "Golden", file);
        // One element a line: a difference can be read.
        string drawn = XElement.Parse(Draw(draw)).ToString() + "\n";
        Assert.Equal(File.ReadAllText(path).ReplaceLineEndings("\n"), drawn.ReplaceLineEndings("\n"));
    }

    static string Draw(Action<Markup> draw)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        using (var markup = new Markup(text))
            draw(markup);
        return text.ToString();
    }
}
