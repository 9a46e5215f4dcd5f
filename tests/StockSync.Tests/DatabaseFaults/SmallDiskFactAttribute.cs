using StockSync.Tests.Fakes;
using Xunit;

namespace StockSync.Tests.DatabaseFaults;

/// <summary>
/// A fact that needs a small disk, and a PostgreSQL server's programs where it says so. A kernel or container that forbids name spaces is
/// no missing program that could be installed, so there it is skipped everywhere; what the engine does with the error is tested without.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
sealed class SmallDiskFactAttribute : FactAttribute
{
    public SmallDiskFactAttribute(bool needsServer = false) =>
        Skip = SmallDisk.Obstacle ?? (needsServer ? new PostgresFactAttribute().Skip : null);
}
