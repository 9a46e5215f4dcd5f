using Xunit;

namespace StockSync.Tests.DatabaseFaults;

/// <summary>
/// A theory about rights of files. They mean nothing to root, so where root runs the tests it needs a program that takes that power away.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
sealed class FileRightsTheoryAttribute : TheoryAttribute
{
    public FileRightsTheoryAttribute() => Skip = OperatingSystem.IsWindows() ? "rights of files are Unix's"
        : !Environment.IsPrivilegedProcess || File.Exists("/usr/bin/setpriv") ? null
        : "program not installed: setpriv";

    /// <summary>Put before a command, it runs that under the rights of files.</summary>
    public static IReadOnlyList<string> Within => Environment.IsPrivilegedProcess ? ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] : [];
}
