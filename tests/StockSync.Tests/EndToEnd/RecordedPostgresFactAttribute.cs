using StockSync.Tests.Fakes;
using Xunit;

namespace StockSync.Tests.EndToEnd;

/// <summary>A fact that needs the recorded market data and a PostgreSQL server's programs.</summary>
[AttributeUsage(AttributeTargets.Method)]
sealed class RecordedPostgresFactAttribute : FactAttribute
{
    public RecordedPostgresFactAttribute() => Skip = new RecordedDataFactAttribute().Skip ?? new PostgresFactAttribute().Skip;
}
