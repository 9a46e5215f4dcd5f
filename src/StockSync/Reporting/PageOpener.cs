using System.ComponentModel;
using System.Diagnostics;
using StockSync.Resources;

namespace StockSync.Reporting;

/// <summary>Opens a page with what the system opens pages with.</summary>
static class PageOpener
{
    // An opener that finds no browser says so at once; one that is the browser itself runs on.
    static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);

    // Without one of these xdg-open has no screen to show anything on. (WSL shows it on Windows'.)
    static readonly string[] s_screens = ["DISPLAY", "WAYLAND_DISPLAY", "BROWSER", "WSL_DISTRO_NAME"];

    static readonly string[] s_openers = ["xdg-open", "wslview"];

    /// <summary>Where the report is written that is only to be looked at; the folder is made, for its owner alone.</summary>
    public static string DefaultPath(string stateDirectory)
    {
        try
        {
            if (OperatingSystem.IsWindows())
                Directory.CreateDirectory(stateDirectory);
            else
                Directory.CreateDirectory(stateDirectory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            return Path.Join(stateDirectory, "report.html");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StockSyncException(
                ErrorIds.FileInvalid,
                ErrorKind.Write,
                Strings.FormatFileWrite(stateDirectory, e.Message),
                target: stateDirectory,
                inner: e);
        }
    }

    /// <summary>Opens it; what was in the way, or null for nothing.</summary>
    public static string? Open(string path)
    {
        if (Opener(path) is not { } start)
            return Strings.BrowserNone;
        try
        {
            using var process = Process.Start(start);
            return process is not null && process.WaitForExit(s_patience) && process.ExitCode != 0
                ? Strings.FormatBrowserFailed(start.FileName, process.ExitCode)
                : null;
        }
        catch (Win32Exception e)
        {
            return e.Message;
        }
    }

    static ProcessStartInfo? Opener(string path)
    {
        if (OperatingSystem.IsWindows())
            return new ProcessStartInfo(path) { UseShellExecute = true };
        if (OperatingSystem.IsMacOS())
            return new ProcessStartInfo("/usr/bin/open", [path]);
        if (!s_screens.Any(name => Environment.GetEnvironmentVariable(name) is { Length: > 0 }))
            return null;
        string[] folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries);
        string? program = s_openers.SelectMany(opener => folders.Select(folder => Path.Join(folder, opener))).FirstOrDefault(File.Exists);
        return program is null ? null : new ProcessStartInfo(program, [path]);
    }
}
