using System.Globalization;

namespace StockSync.Tests.Fakes;

/// <summary>
/// Where PostgreSQL's programs are: in the folder that STOCKSYNC_TEST_POSTGRES names, with one for each major version in it; where Debian
/// keeps those of each server version; or on the PATH.
/// </summary>
static class PostgresPrograms
{
    const string DebianRoot = "/usr/lib/postgresql";

    static readonly Lazy<IReadOnlyList<(int Major, string Folder)>> s_versions = new(() => [.. Versions().OrderByDescending(v => v.Major)]);

    /// <summary>The major versions that StockSync is kept good for.</summary>
    internal static IReadOnlyList<int> Supported { get; } = [15, 16, 17, 18];

    /// <summary>The newest that is installed: that of every test which names none. 0 where they are on the PATH only, or nowhere.</summary>
    internal static int Newest => s_versions.Value.FirstOrDefault(v => File.Exists(Program(v.Folder, "postgres"))).Major;

    /// <param name="program">Its name.</param>
    /// <param name="major">The version it must be of; 0 for the newest that has it.</param>
    internal static string Locate(string program, int major = 0) => Find(program, major) ?? throw new FileNotFoundException(
        major == 0
            ? $"The program {program} is neither on the PATH nor under {DebianRoot}."
            : $"The program {program} of PostgreSQL {major} is neither under STOCKSYNC_TEST_POSTGRES nor under {DebianRoot}.");

    internal static string? Find(string program, int major = 0) => Folders(major).Select(folder => Program(folder, program)).FirstOrDefault(File.Exists);

    static string Program(string folder, string name) => Path.Combine(folder, OperatingSystem.IsWindows() ? name + ".exe" : name);

    static IEnumerable<(int Major, string Folder)> Versions()
    {
        foreach (var root in new[] { Environment.GetEnvironmentVariable("STOCKSYNC_TEST_POSTGRES"), DebianRoot })
        {
            if (!Directory.Exists(root))
                continue;
            foreach (var version in Directory.GetDirectories(root))
            {
                if (int.TryParse(Path.GetFileName(version), NumberStyles.None, CultureInfo.InvariantCulture, out var major))
                    yield return (major, Path.Combine(version, "bin"));
            }
        }
    }

    // Server programs first: psql on Debian's PATH is a wrapper that looks for clusters of its own.
    static IEnumerable<string> Folders(int major)
    {
        foreach (var version in s_versions.Value)
        {
            if (major == 0 || major == version.Major)
                yield return version.Folder;
        }
        if (major != 0)
            yield break;

        foreach (var folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator))
            yield return folder;
        // Where Debian installs pgbouncer; not on the PATH of everybody.
        yield return "/usr/sbin";
    }
}
