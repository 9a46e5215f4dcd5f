using System.Data.Common;
using System.Globalization;
using StockSync.Engine.Sources.Contract;
using StockSync.Engine.Stores.Sql;

namespace StockSync.Engine.Stores.Sqlite;

sealed class SqliteDialect : SqlDialect
{
    // Doubles up to here hold a scaled decimal with room for the rounding of one multiplication.
    const double ExactLimit = 1L << 51;

    // Taking the write lock at once keeps two writers from both reading first and then blocking each other for good.
    public override string Begin => "begin immediate";

    public override string ForUpdate => "";

    // A writing statement holds the whole file.
    public override string ForUpdateSkipLocked => "";

    public override string Now => "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')";

    public override string DatabaseSize => "(select page_count * page_size from pragma_page_count, pragma_page_size)";

    public override string InstantType => "text";

    public override string IsWeekday(string day) => $"strftime('%w', {day}) between '1' and '5'";

    public override string SecondsSince(string instant) => $"((julianday('now') - julianday({instant})) * 86400.0)";

    public override string Rows(string parameter, string columns)
    {
        var names = columns.Split(',').Select(column => column.Trim().Split(' ')[0]);
        var fields = names.Select(name => $"value ->> '{name}' as {name}");
        return $"(select {string.Join(", ", fields)} from json_each(@{parameter})) as r";
    }

    public override string MissingTables(string parameter) => $"""
        select group_concat(value, ', ') from json_each('["' || replace(@{parameter}, ',', '","') || '"]')
        where value not in (select name from sqlite_schema where type = 'table')
        """;

    public override object Instant(DateTime utc) => JsonRows.InstantText(utc);

    public override DateTime ReadInstant(DbDataReader reader, int column) => DateTime.Parse(
        reader.GetString(column), CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal);

    public override decimal ReadDecimal(DbDataReader reader, int column, int decimals)
    {
        double value = reader.GetDouble(column);
        double scaled = Math.Round(value * (decimals == 4 ? BarRow.PriceScale : BarRow.RateScale));
        return Math.Abs(scaled) < ExactLimit
            ? Unscale((long)scaled, decimals)
            // Plus a zero of that many decimals: the sum has as many, like all other numbers of the column.
            : decimal.Parse(value.ToString("R", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture) + Unscale(0, decimals);
    }

    static decimal Unscale(long scaled, int decimals)
    {
        ulong magnitude = (ulong)Math.Abs(scaled);
        return new decimal((int)magnitude, (int)(magnitude >> 32), 0, scaled < 0, (byte)decimals);
    }
}
