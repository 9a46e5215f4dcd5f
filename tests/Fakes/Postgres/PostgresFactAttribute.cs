using Xunit;

namespace StockSync.Tests.Fakes;

/// <summary>A fact that needs a PostgreSQL server's programs.</summary>
[AttributeUsage(AttributeTargets.Method)]
sealed class PostgresFactAttribute : FactAttribute
{
    public PostgresFactAttribute() => Skip = Requirement.SkipReason("postgres", "initdb", "pg_ctl", "psql");
}
