namespace StockSync.Tests.Fakes;

/// <summary>
/// What a test needs that a machine may lack. At home such a test is skipped and says why; with
/// STOCKSYNC_TEST_REQUIRE_PROGRAMS=1, as in CI, it runs and fails.
/// </summary>
static class Requirement
{
    /// <summary>True where nothing may be missing.</summary>
    internal static bool IsStrict { get; } = Environment.GetEnvironmentVariable("STOCKSYNC_TEST_REQUIRE_PROGRAMS") == "1";

    /// <summary>Why the test is to be skipped; null when nothing is missing or nothing may be.</summary>
    internal static string? SkipReason(params string[] programs)
    {
        if (IsStrict)
            return null;
        var missing = programs.Where(program => PostgresPrograms.Find(program) is null).ToArray();
        return missing.Length == 0 ? null : $"program not installed: {string.Join(", ", missing)}";
    }

    /// <summary>Why a test of one major version of PostgreSQL is to be skipped.</summary>
    internal static string? SkipReason(int major) => IsStrict || PostgresPrograms.Find("postgres", major) is not null
        ? null
        : $"PostgreSQL {major} is not installed; the tests run on the newest that is, {PostgresPrograms.Newest}";
}
