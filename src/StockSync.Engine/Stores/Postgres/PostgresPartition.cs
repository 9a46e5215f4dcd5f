using System.Globalization;
using StockSync.Engine.Stores.Sql;

namespace StockSync.Engine.Stores.Postgres;

/// <summary>A part of the bar table: the rows of a year, or of a month. Its name tells which.</summary>
readonly record struct PostgresPartition
{
    const string Prefix = "daily_stock_data_";
    const string YearFormat = $"'{Prefix}'yyyy";
    const string MonthFormat = $"{YearFormat}'_'MM";

    PostgresPartition(DateOnly from, bool isYear) => (From, IsYear) = (from, isYear);

    /// <summary>Its first day.</summary>
    public DateOnly From { get; }

    /// <summary>True for a year, false for a month.</summary>
    public bool IsYear { get; }

    /// <summary>The day after its last.</summary>
    public DateOnly End => IsYear ? From.AddYears(1) : From.AddMonths(1);

    public string Name => From.ToString(IsYear ? YearFormat : MonthFormat, CultureInfo.InvariantCulture);

    public static PostgresPartition OfYear(int year) => new(new DateOnly(year, 1, 1), isYear: true);

    public static PostgresPartition OfMonth(DateOnly day) => new(new DateOnly(day.Year, day.Month, 1), isYear: false);

    /// <summary>Reads a table's name; null where it is none of ours.</summary>
    public static PostgresPartition? Parse(string name) =>
        DateOnly.TryParseExact(name, YearFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var year) ? OfYear(year.Year)
        : DateOnly.TryParseExact(name, MonthFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var month) ? OfMonth(month)
        : null;

    /// <summary>Makes the table, without its place in the bar table.</summary>
    /// <param name="mayExist">True where a table that somebody has detached is taken back with its rows.</param>
    public Statement Create(bool mayExist) => new($"create table {(mayExist ? "if not exists " : "")}{Name} (like daily_stock_data)");

    /// <summary>
    /// Gives the table its place. Created in place it would lock the bar table against readers; like this only against other changes of its shape.
    /// </summary>
    public Statement Attach() => new($"alter table daily_stock_data attach partition {Name} for values from ('{Text(From)}') to ('{Text(End)}')");

    /// <summary>The condition that all its rows fulfil.</summary>
    public string Condition => $"trade_date >= '{Text(From)}' and trade_date < '{Text(End)}'";

    static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
