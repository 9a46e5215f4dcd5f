using System.Globalization;
using System.Text;

namespace StockSync.Engine.Operations.Reports.Charts;

/// <summary>A half year as a calendar: a column for each week, a row for each day of the week.</summary>
static class HeatMap
{
    const int Pitch = 12;
    const int Size = 10;
    const int Top = 16;

    /// <summary>Writes it. Weekends have rows only where the market was open on one.</summary>
    public static void Write(
        Markup markup, string title, DateOnly from, DateOnly to, IReadOnlyList<HeatCell> cells, Func<int, string> month)
    {
        int rows = cells.Any(c => c.Kind != HeatKind.Closed && Row(c.Day) >= 5) ? 7 : 5;
        int columns = Column(from, to) + 1;
        int height = Top + (rows * Pitch);
        markup.Open("svg", ("class", "heat"), ("viewBox", $"0 0 {columns * Pitch} {height}"), ("role", "img"), ("aria-label", title));
        for (var first = new DateOnly(from.Year, from.Month, 1); first <= to; first = first.AddMonths(1))
        {
            // The column of the month's first Monday-to-Friday day; a label at the first of a Saturday would stand a week early.
            int column = Column(from, Row(first) < 5 ? first : first.AddDays(7 - Row(first)));
            markup.Element("text", month(first.Month), ("x", Markup.Number(column * Pitch)), ("y", "10"));
        }
        var marks = new SortedDictionary<HeatKind, StringBuilder>();
        foreach (var cell in cells.Where(c => Row(c.Day) < rows))
        {
            int x = Column(from, cell.Day) * Pitch;
            int y = Top + (Row(cell.Day) * Pitch);
            // Days without a title and all marks are one shape each: a report has thousands of days.
            if (cell.Title is null)
                Shapes(marks, HeatKind.Closed).Append(CultureInfo.InvariantCulture, $"M{x} {y}h{Size}v{Size}h-{Size}z");
            else
                markup.Shape(Style(cell.Kind), Outline(cell.Kind, x, y), cell.Title);
            if (Mark(cell.Kind, x, y) is { } mark)
                Shapes(marks, cell.Kind).Append(mark);
        }
        foreach (var (kind, shape) in marks)
            markup.Shape(kind == HeatKind.Closed ? "hz" : "hm", shape.ToString());
        markup.Close();
    }

    /// <summary>One cell for the legend.</summary>
    public static void WriteSample(Markup markup, HeatKind kind)
    {
        markup.Open("svg", ("class", "sample"), ("width", "14"), ("height", "14"), ("viewBox", "-1 -1 12 12"), ("aria-hidden", "true"));
        markup.Shape(Style(kind), Outline(kind, 0, 0));
        if (Mark(kind, 0, 0) is { } mark)
            markup.Shape("hm", mark);
        markup.Close();
    }

    static StringBuilder Shapes(SortedDictionary<HeatKind, StringBuilder> marks, HeatKind kind) =>
        marks.TryGetValue(kind, out var shape) ? shape : marks[kind] = new StringBuilder();

    static string Style(HeatKind kind) => kind switch
    {
        HeatKind.Closed => "hz",
        HeatKind.Complete => "ha",
        HeatKind.Nearly => "hb",
        HeatKind.Partly => "hc",
        HeatKind.Poor => "hd",
        _ => "ho",
    };

    // An outline is drawn half a unit further in, so that it is as large as the filled ones.
    static string Outline(HeatKind kind, int x, int y) => kind == HeatKind.Missing
        ? $"M{x + 1} {y + 1}h{Size - 2}v{Size - 2}h-{Size - 2}z"
        : $"M{x} {y}h{Size}v{Size}h-{Size}z";

    static string? Mark(HeatKind kind, int x, int y) => kind switch
    {
        HeatKind.Nearly => $"M{x + 4} {y + 5}h2",
        HeatKind.Partly => $"M{x + 2} {y + 8}l6 -6",
        HeatKind.Poor => $"M{x + 2} {y + 8}l6 -6M{x + 2} {y + 2}l6 6",
        _ => null,
    };

    static int Row(DateOnly day) => ((int)day.DayOfWeek + 6) % 7;

    static int Column(DateOnly from, DateOnly day) => (Weeks.Of(day).DayNumber - Weeks.Of(from).DayNumber) / 7;
}

/// <summary>One day of a heat map.</summary>
/// <param name="Day">The day.</param>
/// <param name="Kind">Its colour and mark.</param>
/// <param name="Title">What a pointer over it shows; null where nothing is to be said.</param>
readonly record struct HeatCell(DateOnly Day, HeatKind Kind, string? Title);

/// <summary>The classes of a day's coverage. Each has a colour and, but for the best, a mark of its own.</summary>
enum HeatKind
{
    /// <summary>The market was closed.</summary>
    Closed,

    /// <summary>Proven complete.</summary>
    Complete,

    /// <summary>At least 99 of 100 bars.</summary>
    Nearly,

    /// <summary>At least 90 of 100.</summary>
    Partly,

    /// <summary>Fewer.</summary>
    Poor,

    /// <summary>Expected, and not there at all.</summary>
    Missing,
}
