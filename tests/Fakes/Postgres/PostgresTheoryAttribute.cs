using Xunit;

namespace StockSync.Tests.Fakes;

/// <summary>A theory that needs a PostgreSQL server's programs.</summary>
[AttributeUsage(AttributeTargets.Method)]
sealed class PostgresTheoryAttribute : TheoryAttribute
{
    public PostgresTheoryAttribute() => Skip = Requirement.SkipReason("postgres", "initdb", "pg_ctl", "psql");
}
