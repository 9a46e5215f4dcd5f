using StockSync.Tests.Fakes;

namespace StockSync.Tests.Stores;

/// <summary>The servers that store tests need: one of each for all tests of the process.</summary>
static class TestServers
{
    public const string Postgres = "PostgreSQL";
    public const string Pooler = "PgBouncer";

    static readonly Lazy<Task<PgBouncer>> s_pooler = new(async () => await PgBouncer.StartAsync(await PostgresCluster.SharedAsync()));

    /// <summary>Why a server cannot be had on this machine; null where it can.</summary>
    public static string? WhyMissing(string server, int major = 0) => server == Pooler
        ? new PgBouncerFactAttribute().Skip
        : new PostgresFactAttribute().Skip ?? (major == 0 ? null : Requirement.SkipReason(major));

    public static Task<PgBouncer> PoolerAsync() => s_pooler.Value;
}
