using StockSync.Tests.Fakes;
using Xunit;

namespace StockSync.Tests.Stores;

/// <summary>
/// The store contracts and an evening's sync on the older major versions. .ci/run fetches all; elsewhere those that are not installed are
/// skipped.
/// </summary>
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

    public sealed class On15
    {
        [NeedsServer(TestServers.Postgres, 15)]
        public sealed class Bars : PostgresStoreTests.Bars;

        [NeedsServer(TestServers.Postgres, 15)]
        public sealed class Checkpoints : PostgresStoreTests.Checkpoints;

        [NeedsServer(TestServers.Postgres, 15)]
        public sealed class SingleDays : PostgresStoreTests.SingleDays;

        [NeedsServer(TestServers.Postgres, 15)]
        public sealed class Runs : PostgresStoreTests.Runs;

        [NeedsServer(TestServers.Postgres, 15)]
        public sealed class Alerts : PostgresStoreTests.Alerts;

        [NeedsServer(TestServers.Postgres, 15)]
        public sealed class History : PostgresStoreTests.History;

        [NeedsServer(TestServers.Postgres, 15)]
        public sealed class Reference : PostgresStoreTests.Reference;

        [NeedsServer(TestServers.Postgres, 15)]
        public sealed class Schema : PostgresStoreTests.Schema;

        [NeedsServer(TestServers.Postgres, 15)]
        public sealed class Evening : PostgresStoreTests.Evening;
    }

    public sealed class On16
    {
        [NeedsServer(TestServers.Postgres, 16)]
        public sealed class Bars : PostgresStoreTests.Bars;

        [NeedsServer(TestServers.Postgres, 16)]
        public sealed class Checkpoints : PostgresStoreTests.Checkpoints;

        [NeedsServer(TestServers.Postgres, 16)]
        public sealed class SingleDays : PostgresStoreTests.SingleDays;

        [NeedsServer(TestServers.Postgres, 16)]
        public sealed class Runs : PostgresStoreTests.Runs;

        [NeedsServer(TestServers.Postgres, 16)]
        public sealed class Alerts : PostgresStoreTests.Alerts;

        [NeedsServer(TestServers.Postgres, 16)]
        public sealed class History : PostgresStoreTests.History;

        [NeedsServer(TestServers.Postgres, 16)]
        public sealed class Reference : PostgresStoreTests.Reference;

        [NeedsServer(TestServers.Postgres, 16)]
        public sealed class Schema : PostgresStoreTests.Schema;

        [NeedsServer(TestServers.Postgres, 16)]
        public sealed class Evening : PostgresStoreTests.Evening;
    }

    public sealed class On17
    {
        [NeedsServer(TestServers.Postgres, 17)]
        public sealed class Bars : PostgresStoreTests.Bars;

        [NeedsServer(TestServers.Postgres, 17)]
        public sealed class Checkpoints : PostgresStoreTests.Checkpoints;

        [NeedsServer(TestServers.Postgres, 17)]
        public sealed class SingleDays : PostgresStoreTests.SingleDays;

        [NeedsServer(TestServers.Postgres, 17)]
        public sealed class Runs : PostgresStoreTests.Runs;

        [NeedsServer(TestServers.Postgres, 17)]
        public sealed class Alerts : PostgresStoreTests.Alerts;

        [NeedsServer(TestServers.Postgres, 17)]
        public sealed class History : PostgresStoreTests.History;

        [NeedsServer(TestServers.Postgres, 17)]
        public sealed class Reference : PostgresStoreTests.Reference;

        [NeedsServer(TestServers.Postgres, 17)]
        public sealed class Schema : PostgresStoreTests.Schema;

        [NeedsServer(TestServers.Postgres, 17)]
        public sealed class Evening : PostgresStoreTests.Evening;
    }

    /// <summary>A fact of the newest major version that StockSync is kept good for.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    sealed class NewestMajorFactAttribute : FactAttribute
    {
        public NewestMajorFactAttribute() => Skip = Requirement.SkipReason(PostgresPrograms.Supported[^1]);
    }
}
