using System.Data.Common;
using System.Globalization;

namespace StockSync.Engine.Stores.Sql;

/// <summary>Columns of an answer in the types of the domain.</summary>
static class ReaderExtensions
{
    public static DateOnly Day(this DbDataReader reader, int column) => reader.GetFieldValue<DateOnly>(column);

    public static DateTime Midnight(this DbDataReader reader, int column) => reader.Day(column).ToDateTime(TimeOnly.MinValue);

    public static StockCode Code(this DbDataReader reader, int column) =>
        new(int.Parse(reader.GetString(column), NumberStyles.None, CultureInfo.InvariantCulture));

    public static int Count(this DbDataReader reader, int column) => checked((int)reader.GetInt64(column));

    public static T Word<T>(this DbDataReader reader, int column)
        where T : struct, Enum => Enum.Parse<T>(reader.GetString(column));

    public static string? TextOrNull(this DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    public static double? NumberOrNull(this DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetDouble(column);

    public static DateOnly? DayOrNull(this DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.Day(column);
}
