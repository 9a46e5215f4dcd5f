using System.Diagnostics;

namespace StockSync.Tests.Fakes;

/// <summary>PostgreSQL refuses to run as root, so a test run of root's starts its programs under another account.</summary>
static class ServerAccount
{
    /// <summary>The account to change to; null when the present one will do.</summary>
    static readonly string? s_name = Environment.IsPrivilegedProcess && !OperatingSystem.IsWindows()
        ? File.ReadLines("/etc/passwd").Any(line => line.StartsWith("postgres:", StringComparison.Ordinal)) ? "postgres" : "nobody"
        : null;

    internal static ProcessStartInfo Command(string program, params IEnumerable<string> arguments)
    {
        string[] words = s_name is null
            ? [program]
            : ["setpriv", $"--reuid={s_name}", $"--regid={PrimaryGroup(s_name)}", "--clear-groups", "--", program];
        return new ProcessStartInfo(words[0], [.. words[1..], .. arguments])
        {
            // The account may not be allowed into the folder that the tests run in.
            WorkingDirectory = Path.GetTempPath(),
        };
    }

    /// <summary>A new folder that only the account can read.</summary>
    internal static async Task<string> CreateFolderAsync(string prefix)
    {
        if (s_name is null)
            return Directory.CreateTempSubdirectory(prefix).FullName;

        // Root's own TMPDIR may be closed to others.
        var folder = Path.Combine("/tmp", prefix + Path.GetRandomFileName());
        await Programs.RunAsync(new ProcessStartInfo("install", ["-d", "-m", "700", "-o", s_name, folder]));
        return folder;
    }

    static string PrimaryGroup(string account) =>
        File.ReadLines("/etc/passwd").First(line => line.StartsWith(account + ":", StringComparison.Ordinal)).Split(':')[3];
}
