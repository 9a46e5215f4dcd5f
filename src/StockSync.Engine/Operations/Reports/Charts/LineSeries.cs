namespace StockSync.Engine.Operations.Reports.Charts;

/// <summary>One line, or one cloud of dots.</summary>
/// <param name="Name">For the legend.</param>
/// <param name="Style">Colour, dashes and marker: 0 to 4.</param>
/// <param name="Points">In order of time.</param>
/// <param name="IsLine">False for dots alone.</param>
/// <param name="IsFilled">True where the area below it is tinted.</param>
sealed record LineSeries(string Name, int Style, IReadOnlyList<LinePoint> Points, bool IsLine = true, bool IsFilled = false);
