using System.Data.Common;

namespace StockSync.Engine.Stores.Sql;

/// <summary>What the two databases spell differently. Everything else of the small tables is one SQL text for both.</summary>
abstract class SqlDialect
{
    /// <summary>True where machines can share the database, and so the tables for that are there.</summary>
    public virtual bool IsShared => false;

    /// <summary>Begins a transaction that will write.</summary>
    public abstract string Begin { get; }

    /// <summary>Keeps two processes from changing the schema at once, until the end of the transaction.</summary>
    public virtual Statement? LockSchema() => null;

    /// <summary>Locks the rows that a select reads.</summary>
    public abstract string ForUpdate { get; }

    /// <summary>The same, and passes over rows that another transaction has locked.</summary>
    public abstract string ForUpdateSkipLocked { get; }

    /// <summary>The database's own clock: leases are compared by it alone, so that machines with wrong clocks agree.</summary>
    public abstract string Now { get; }

    /// <summary>Bytes of the whole database, an expression.</summary>
    public abstract string DatabaseSize { get; }

    /// <summary>The column type of instants.</summary>
    public abstract string InstantType { get; }

    /// <summary>True where a day is a Monday to Friday.</summary>
    public abstract string IsWeekday(string day);

    /// <summary>Seconds from an instant to <see cref="Now"/>.</summary>
    public abstract string SecondsSince(string instant);

    /// <summary>
    /// A table expression over the JSON array in a parameter: one statement and one round trip for any number of rows.
    /// </summary>
    /// <param name="parameter">The parameter's name without the sign.</param>
    /// <param name="columns">Names with PostgreSQL types, for example <c>stock_code text, trade_date date</c>.</param>
    public abstract string Rows(string parameter, string columns);

    /// <summary>A select of the names of a parameter, parted by commas, under which the database has no table; as one text, null for none.</summary>
    public abstract string MissingTables(string parameter);

    /// <summary>An instant (UTC) as a parameter's value.</summary>
    public abstract object Instant(DateTime utc);

    /// <summary>An instant of an answer, UTC.</summary>
    public abstract DateTime ReadInstant(DbDataReader reader, int column);

    /// <summary>A decimal as published.</summary>
    /// <param name="reader">The answer.</param>
    /// <param name="column">Its column.</param>
    /// <param name="decimals">Decimals the column keeps.</param>
    public abstract decimal ReadDecimal(DbDataReader reader, int column, int decimals);

    public object? Instant(DateTime? utc) => utc is { } value ? Instant(value) : null;

    public DateTime? ReadInstantOrNull(DbDataReader reader, int column) => reader.IsDBNull(column) ? null : ReadInstant(reader, column);
}
