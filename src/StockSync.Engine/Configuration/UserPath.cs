namespace StockSync.Engine.Configuration;

/// <summary>Paths as users write them.</summary>
static class UserPath
{
    /// <summary>Absolute, with <c>~</c> as the home directory.</summary>
    public static string Resolve(string path, string baseDirectory)
    {
        if (path == "~" || path.StartsWith("~/", StringComparison.Ordinal) || path.StartsWith("~\\", StringComparison.Ordinal))
            path = Path.Join(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), path[1..]);
        return Path.GetFullPath(path, baseDirectory);
    }

    /// <summary>The configuration file: <c>STOCKSYNC_CONFIG</c>, or <c>settings.json</c> in the user's configuration directory.</summary>
    public static string ConfigurationFile(Func<string, string?> environment, string workingDirectory)
    {
        if (environment("STOCKSYNC_CONFIG") is { Length: > 0 } given)
            return Resolve(given, workingDirectory);
        if (OperatingSystem.IsWindows())
            return Path.Join(Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData), "StockSync", "settings.json");

        // The XDG rule: a relative path there is to be ignored.
        string root = environment("XDG_CONFIG_HOME") is { Length: > 0 } xdg && Path.IsPathFullyQualified(xdg)
            ? xdg
            : Path.Join(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".config");
        return Path.Join(root, "stocksync", "settings.json");
    }

    /// <summary>The folder of what a user need not keep: logs, what waits for the database.</summary>
    public static string StateDirectory(Func<string, string?> environment)
    {
        if (OperatingSystem.IsWindows())
            return Path.Join(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "StockSync");

        // The XDG rule: a relative path there is to be ignored.
        string root = environment("XDG_STATE_HOME") is { Length: > 0 } xdg && Path.IsPathFullyQualified(xdg)
            ? xdg
            : Path.Join(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "state");
        return Path.Join(root, "stocksync");
    }
}
