namespace StockSync.Engine.Operations.Schedules.Cron;

/// <summary>
/// The clock that the cron daemon reads. It has one zone for all tables (<c>CRON_TZ</c> is honoured by some and ignored by Debian's), so
/// times have to be written in it.
/// </summary>
/// <param name="Zone">Its name, for people.</param>
/// <param name="Offset">Its offset from UTC; null where that changes within the coming years, or is not known.</param>
sealed record CronClock(string Zone, TimeSpan? Offset)
{
    const int Years = 10;

    /// <summary>The clock of a zone; the offset counts only where no summer time begins within ten years.</summary>
    public static CronClock Of(string name, TimeZoneInfo zone, DateTimeOffset from)
    {
        var offset = zone.GetUtcOffset(from);

        // Day by day: what lasts shorter than a day is no rule of any zone, and Morocco's month of Ramadan is found.
        bool isFixed = Enumerable.Range(0, Years * 366).All(day => zone.GetUtcOffset(from.AddDays(day)) == offset);
        return new CronClock(name, isFixed ? offset : null);
    }

    /// <summary>This machine's.</summary>
    /// <param name="environment">Reads a variable.</param>
    /// <param name="localTime">The machine's zone: a link into the zone database.</param>
    /// <param name="now">The present.</param>
    public static CronClock Find(Func<string, string?> environment, string localTime, DateTimeOffset now)
    {
        var machine = Read(ZoneOf(localTime), now);
        if (environment("TZ")?.TrimStart(':') is not { Length: > 0 } own)
        {
            // A copy in place of the link says no name; the runtime reads its rules all the same.
            return machine.Zone.Length > 0 ? machine : Of("local time", TimeZoneInfo.Local, now);
        }

        // A daemon started beside this session, as in a container, may have the session's zone; the machine's daemon has not.
        var session = Read(own, now);
        return session.Offset == machine.Offset ? machine : new CronClock($"{machine.Zone} or TZ {session.Zone}".Trim(), null);
    }

    static string ZoneOf(string localTime)
    {
        var file = new FileInfo(localTime);
        if (!file.Exists && file.LinkTarget is null)
            return "UTC";
        string target = file.ResolveLinkTarget(returnFinalTarget: false)?.FullName ?? "";
        int at = target.IndexOf("/zoneinfo/", StringComparison.Ordinal);
        return at < 0 ? "" : target[(at + "/zoneinfo/".Length)..];
    }

    static CronClock Read(string zone, DateTimeOffset now) =>
        zone.Length > 0 && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found)
            ? Of(zone, found, now)
            : new CronClock(zone.Any(char.IsControl) ? "?" : zone, null);
}

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
