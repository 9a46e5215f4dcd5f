using System.Globalization;
using System.Text;
using StockSync.Engine.Stores.Sql;

namespace StockSync.Engine.Stores.Tables;

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
