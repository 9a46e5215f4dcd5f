namespace StockSync.Engine.Operations.Schedules.Systemd;

/// <summary>Whose units: the system's for root, the user's for everybody else.</summary>
/// <param name="Folder">Where the files stand.</param>
/// <param name="Account">Who runs them; null for the user's own units.</param>
/// <param name="RunFolder">A folder that is there exactly when systemd runs this machine.</param>
sealed record SystemdPlace(string Folder, string? Account, string RunFolder)
{
    const string Running = "/run/systemd/system";

    /// <summary>That of this session.</summary>
    public static SystemdPlace Find(Func<string, string?> environment)
    {
        if (Environment.IsPrivilegedProcess)
            return new SystemdPlace("/etc/systemd/system", Environment.UserName, Running);

        // The XDG rule: a relative path there is to be ignored.
        string root = environment("XDG_CONFIG_HOME") is { Length: > 0 } xdg && Path.IsPathFullyQualified(xdg)
            ? xdg
            : Path.Join(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".config");
        return new SystemdPlace(Path.Join(root, "systemd", "user"), null, Running);
    }
}
