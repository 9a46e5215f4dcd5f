namespace StockSync.Tests.Fakes;

/// <summary>Where PostgreSQL's programs are: on the PATH, or where Debian keeps those of each server version.</summary>
static class PostgresPrograms
{
    const string DebianRoot = "/usr/lib/postgresql";

    static readonly Lazy<IReadOnlyList<string>> s_folders = new(() => [.. Folders()]);

    internal static string Locate(string program) =>
        Find(program) ?? throw new FileNotFoundException($"The program {program} is neither on the PATH nor under {DebianRoot}.");

    internal static string? Find(string program) => s_folders.Value
        .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? program + ".exe" : program))
        .FirstOrDefault(File.Exists);

    // Server programs first: psql on Debian's PATH is a wrapper that looks for clusters of its own.
    static IEnumerable<string> Folders()
    {
        if (Directory.Exists(DebianRoot))
        {
            var versions = Directory.GetDirectories(DebianRoot)
                .OrderByDescending(folder => double.TryParse(Path.GetFileName(folder), out var version) ? version : 0);
            foreach (var version in versions)
                yield return Path.Combine(version, "bin");
        }

        foreach (var folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator))
            yield return folder;
        // Where Debian installs pgbouncer; not on the PATH of everybody.
        yield return "/usr/sbin";
    }
}
