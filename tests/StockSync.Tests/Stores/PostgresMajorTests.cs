using StockSync.Tests.Fakes;
using Xunit;

namespace StockSync.Tests.Stores;

/// <summary>Which major versions of PostgreSQL the tests run on; <see cref="PostgresStoreTests"/> run on each.</summary>
public sealed class PostgresMajorTests
{
    [PostgresFact]
    public async Task Every_other_test_runs_on_the_newest_that_is_installed()
    {
        var version = await (await PostgresCluster.SharedAsync()).Superuser.ScalarAsync("show server_version");
        Assert.StartsWith(PostgresPrograms.Newest == 0 ? "" : $"{PostgresPrograms.Newest}", version, StringComparison.Ordinal);
    }

    [NewestMajorFact]
    public void The_newest_supported_one_is_installed() =>
        Assert.True(PostgresPrograms.Newest >= PostgresPrograms.Supported[^1]);

    /// <summary>A fact of the newest major version that StockSync is kept good for.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    sealed class NewestMajorFactAttribute : FactAttribute
    {
        public NewestMajorFactAttribute() => Skip = Requirement.SkipReason(PostgresPrograms.Supported[^1]);
    }
}
