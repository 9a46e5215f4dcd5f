using System.Diagnostics;

namespace StockSync.Tests.Fakes;

/// <summary>
/// Cleans up behind the test process even when it is killed: a shell that waits for the end of its standard input, which
/// the system closes with the process that holds the other end, and then runs its commands.
/// </summary>
sealed class DeathGuard : IAsyncDisposable
{
    readonly Process _shell;

    DeathGuard(Process shell) => _shell = shell;

    /// <summary>Commands for <c>sh</c>; <paramref name="arguments"/> are its <c>$1</c>, <c>$2</c>, …</summary>
    /// <param name="before">Runs at once.</param>
    /// <param name="after">Runs when the guard is disposed or this process ends.</param>
    /// <param name="arguments">Paths and the like, which need no quoting this way.</param>
    internal static DeathGuard Start(string before, string after, params IEnumerable<string> arguments)
    {
        // Ctrl+C reaches every program of the terminal; this one must outlive the test process.
        var script = $"trap '' INT TERM HUP; exec >/dev/null 2>&1; {before}; cat; {after}";
        var start = ServerAccount.Command("sh", ["-c", script, "guard", .. arguments]);
        start.RedirectStandardInput = true;
        return new DeathGuard(Process.Start(start)!);
    }

    public async ValueTask DisposeAsync()
    {
        _shell.StandardInput.Close();
        await _shell.WaitForExitAsync();
        _shell.Dispose();
    }
}
