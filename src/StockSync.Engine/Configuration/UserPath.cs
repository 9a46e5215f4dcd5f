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

        return Path.Join(UserDirectory("XDG_CONFIG_HOME", ".config", environment), "stocksync", "settings.json");
    }

    /// <summary>The folder for the log and for what must be kept while the database is away.</summary>
    /// <param name="given">The setting <see cref="SyncSettings.StateDirectory"/>.</param>
    /// <param name="environment">Reads the environment.</param>
    public static string StateDirectory(string? given, Func<string, string?> environment)
    {
        if (given is { Length: > 0 })
            return Resolve(given, Environment.CurrentDirectory);
        if (OperatingSystem.IsWindows())
            return Path.Join(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "StockSync");
        return Path.Join(UserDirectory("XDG_STATE_HOME", Path.Join(".local", "state"), environment), "stocksync");
    }

    // The XDG rule: a relative path there is to be ignored.
    static string UserDirectory(string variable, string fallback, Func<string, string?> environment) =>
        environment(variable) is { Length: > 0 } xdg && Path.IsPathFullyQualified(xdg)
            ? xdg
            : Path.Join(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), fallback);
}
