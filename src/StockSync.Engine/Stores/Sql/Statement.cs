using System.Data.Common;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace StockSync.Engine.Stores.Sql;

/// <summary>One SQL statement with its values. The text is always a constant of ours; values travel as parameters only.</summary>
sealed partial class Statement(string sql)
{
    readonly List<(string Name, object? Value)> _parameters = [];
    Func<DbDataReader, bool>? _row;

    public string Sql { get; } = sql;

    public IReadOnlyList<(string Name, object? Value)> Parameters => _parameters;

    /// <summary>True where the answer has rows that somebody wants.</summary>
    public bool HasRows => _row is not null;

    /// <summary>The first table it names, for messages.</summary>
    public string Source => Table().Match(Sql).Groups[1].Value;

    /// <summary>Rows changed, once it has run.</summary>
    public int Affected { get; set; }

    public Statement With(string name, object? value)
    {
        _parameters.Add((name, value is string text ? Storable(text) : value));
        return this;
    }

    public Statement OnRow(Action<DbDataReader> row)
    {
        _row = reader =>
        {
            row(reader);
            return true;
        };
        return this;
    }

    /// <summary>Gives the reader's row to whoever asked for it.</summary>
    public void Take(DbDataReader reader) => Read(reader, _row!);

    /// <summary>Reads a row. <see cref="InvalidDataException"/> where a value is none that we would have written: an edited or damaged table.</summary>
    public T Read<T>(DbDataReader reader, Func<DbDataReader, T> map)
    {
        try
        {
            return map(reader);
        }
        // An invalid operation is SQLite's driver at a null where there can be none.
        catch (Exception e) when (e is FormatException or ArgumentException or InvalidCastException or OverflowException or InvalidOperationException)
        {
            throw new InvalidDataException($"{Source} '{reader.GetValue(0)}': {e.Message}", e);
        }
    }

    // PostgreSQL has no NUL in text; an error text from outside must not make its own record impossible.
    static string Storable(string text) => text.Replace('\0', ' ');

    [GeneratedRegex(@"\b(?:from|into|update) ([a-z_]+)")]
    private static partial Regex Table();
}

/// <summary>
/// A list of values in a statement, a parameter for each: both databases then look every one up by index, where a join with a
/// parsed list would leave PostgreSQL guessing and scanning all partitions.
/// </summary>
static class ValueList
{
    /// <summary>The most values a statement takes; longer lists are cut into several statements.</summary>
    public const int Chunk = 1000;

    public static Statement Of<T>(string before, IReadOnlyCollection<T> values, string after)
    {
        var sql = new StringBuilder(before).Append(" in (");
        for (int i = 0; i < values.Count; i++)
            sql.Append(CultureInfo.InvariantCulture, $"{(i == 0 ? "" : ", ")}@v{i}");
        var statement = new Statement(sql.Append(") ").Append(after).ToString());
        int index = 0;
        foreach (var value in values)
            statement.With("v" + (index++).ToString(CultureInfo.InvariantCulture), value);
        return statement;
    }
}

/// <summary>Columns of an answer in the types of the domain.</summary>
static class ReaderExtensions
{
    public static DateOnly Day(this DbDataReader reader, int column) => reader.GetFieldValue<DateOnly>(column);

    public static DateTime Midnight(this DbDataReader reader, int column) => reader.Day(column).ToDateTime(TimeOnly.MinValue);

    public static StockCode Code(this DbDataReader reader, int column) => Code(reader.GetString(column));

    /// <summary>Codes with commas between them.</summary>
    public static StockCode[] Codes(this DbDataReader reader, int column)
    {
        string text = reader.GetString(column);
        var codes = new StockCode[text.AsSpan().Count(',') + 1];
        int index = 0;
        foreach (var part in text.AsSpan().Split(','))
            codes[index++] = Code(text.AsSpan(part));
        return codes;
    }

    public static int Count(this DbDataReader reader, int column) => checked((int)reader.GetInt64(column));

    public static T Word<T>(this DbDataReader reader, int column)
        where T : struct, Enum => Enum.Parse<T>(reader.GetString(column));

    public static string? TextOrNull(this DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    public static double? NumberOrNull(this DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetDouble(column);

    public static DateOnly? DayOrNull(this DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.Day(column);

    static StockCode Code(ReadOnlySpan<char> text) => new(int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture));
}
