using System.Data.Common;
using StockSync.Engine.Stores.Sql;

namespace StockSync.Engine.Stores.Postgres;

sealed class PostgresDialect : SqlDialect
{
    public override bool IsShared => true;

    public override string Begin => "begin";

    // Ends with the transaction, so it also holds through a pooler; the number is "StockSync" squeezed into eight bytes of ours.
    public override Statement LockSchema() => new Statement("select pg_advisory_xact_lock(6013290157483920714)").OnRow(_ => { });

    public override string ForUpdate => " for update";

    public override string ForUpdateSkipLocked => " for update skip locked";

    // Not now(): that is the transaction's start, which may lie behind a wait for a lock.
    public override string Now => "clock_timestamp()";

    public override string DatabaseSize => "pg_database_size(current_database())";

    public override string InstantType => "timestamptz";

    public override string IsWeekday(string day) => $"extract(isodow from {day}) < 6";

    public override string SecondsSince(string instant) => $"extract(epoch from clock_timestamp() - {instant})::double precision";

    public override string Rows(string parameter, string columns) => $"jsonb_to_recordset(@{parameter}::jsonb) as r({columns})";

    public override string MissingTables(string parameter) =>
        $"select string_agg(name, ', ') from unnest(string_to_array(@{parameter}, ',')) name where to_regclass(name) is null";

    public override object Instant(DateTime utc) => utc.Kind == DateTimeKind.Utc ? utc : DateTime.SpecifyKind(
        utc.Kind == DateTimeKind.Local ? utc.ToUniversalTime() : utc, DateTimeKind.Utc);

    public override DateTime ReadInstant(DbDataReader reader, int column) => reader.GetDateTime(column);

    public override decimal ReadDecimal(DbDataReader reader, int column, int decimals) => reader.GetDecimal(column);
}
