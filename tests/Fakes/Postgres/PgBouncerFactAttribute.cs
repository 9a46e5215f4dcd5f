using Xunit;

namespace StockSync.Tests.Fakes;

/// <summary>A fact that needs the programs of PostgreSQL and PgBouncer.</summary>
[AttributeUsage(AttributeTargets.Method)]
sealed class PgBouncerFactAttribute : FactAttribute
{
    public PgBouncerFactAttribute() => Skip = Requirement.SkipReason("postgres", "initdb", "pg_ctl", "psql", "pgbouncer");
}
