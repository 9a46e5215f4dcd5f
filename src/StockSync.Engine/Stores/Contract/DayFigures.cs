using StockSync.Engine.Sources.Contract;

namespace StockSync.Engine.Stores.Contract;

/// <summary>What a day's rows are compared by with those of the next trading day, in order of code.</summary>
sealed class DayFigures(DateOnly day, IReadOnlyList<BarFigures> rows)
{
    public DateOnly Day => day;

    public IReadOnlyList<BarFigures> Rows => rows;

    /// <summary>Those of the rows of one day, sorted by code.</summary>
    public static DayFigures Of(DateOnly day, ReadOnlySpan<BarRow> rows)
    {
        var figures = new BarFigures[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            ref readonly var row = ref rows[i];
            figures[i] = new BarFigures(row.Code, row.Open, row.High, row.Low, row.Close, row.Volume, row.Amount);
        }
        return new DayFigures(day, figures);
    }
}

/// <summary>Prices and amount in 1/10,000 yuan, volume in shares; <see cref="BarRow.Missing"/> for an empty slot.</summary>
readonly record struct BarFigures(StockCode Code, long Open, long High, long Low, long Close, long Volume, long Amount);
