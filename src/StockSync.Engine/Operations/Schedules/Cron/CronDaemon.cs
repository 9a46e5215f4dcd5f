namespace StockSync.Engine.Operations.Schedules.Cron;

/// <summary>Whether anybody reads the tables: in containers the program is often installed and the daemon not running.</summary>
static class CronDaemon
{
    static readonly string[] s_names = ["cron", "crond", "fcron", "dcron", "cronie"];

    /// <summary>False only where it is certain that none runs.</summary>
    public static bool MayRun()
    {
        // Elsewhere it is started on demand. Where processes of others are hidden, nothing can be said.
        if (!OperatingSystem.IsLinux() || NameOf("1") is null)
            return true;
        return Directory.EnumerateDirectories("/proc")
            .Select(Path.GetFileName)
            .Where(id => id is [>= '0' and <= '9', ..])
            .Any(id => NameOf(id!) is { } name && s_names.Contains(name));
    }

    static string? NameOf(string id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/comm").Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It ended just now, or is not ours to look at.
            return null;
        }
    }
}
