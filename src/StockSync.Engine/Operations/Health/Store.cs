namespace StockSync.Engine.Operations.Health;

/// <summary>The database, its size and its disk.</summary>
static class Store
{
    public static DatabaseHealth Of(HealthFacts facts, ReasonList reasons)
    {
        if (facts.Info is not { } info)
            return new DatabaseHealth { Target = facts.Target, IsReachable = false };
        if (info.SchemaVersion > 0 && info.SchemaVersion < info.NewestSchema)
            reasons.Add(ReasonCode.SchemaOld, HealthStatus.Warning, info.SchemaVersion, info.NewestSchema);
        double? free = facts.Disk is { } disk ? (double)disk.Free / disk.Total : null;
        if (free < HealthLimits.DiskShare && facts.Disk!.Value.Free < HealthLimits.DiskAmple)
        {
            reasons.Add(
                ReasonCode.DiskLow,
                free < HealthLimits.CriticalDiskShare ? HealthStatus.Critical : HealthStatus.Warning,
                facts.Disk.Value.Free / (double)(1 << 20), 100 * free, info.Target);
        }
        return new DatabaseHealth
        {
            Kind = info.Kind,
            Target = facts.Target,
            IsReachable = true,
            IsWritable = info.IsWritable,
            Latency = facts.Latency,
            SizeBytes = info.SizeBytes,
            GrowthBytesPerDay = Growth(facts, info),
            FreeBytes = facts.Disk?.Free,
            FreeShare = free,
            SchemaVersion = info.SchemaVersion,
        };
    }

    static double? Growth(HealthFacts facts, DatabaseInfo info)
    {
        if (facts.Sizes is not [var first, ..])
            return null;
        int days = facts.Clock.Today.DayNumber - first.Day.DayNumber;
        return days > 0 ? (double)(info.SizeBytes - first.Bytes) / days : null;
    }
}

/// <summary>Room on a disk.</summary>
/// <param name="Free">Bytes that this user may still write.</param>
/// <param name="Total">All bytes of it.</param>
readonly record struct DiskSpace(long Free, long Total)
{
    /// <summary>The disk of a file; null where the system does not tell, as for some network drives.</summary>
    public static DiskSpace? Of(string file)
    {
        try
        {
            string folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
            var drive = new DriveInfo(OperatingSystem.IsWindows() ? Path.GetPathRoot(folder)! : folder);
            return drive.TotalSize > 0 ? new DiskSpace(drive.AvailableFreeSpace, drive.TotalSize) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // A share has no drive letter, a folder may be hidden from us: no number is told then, and nothing is wrong for that.
            return null;
        }
    }
}

/// <summary>Whether what is recorded is true, and what could not be recorded as good.</summary>
static class Records
{
    public static CheckpointHealth? Checkpoint(HealthFacts facts, ReasonList reasons)
    {
        if (facts.Checkpoint is { IsConsistent: false } wrong)
            reasons.Add(
                ReasonCode.CheckpointWrong, Advice.Key(facts, ReasonCode.CheckpointWrong, "CheckpointWrongChosen"), HealthStatus.Critical, $"{wrong.Date:yyyy-MM-dd}", wrong.Recorded, wrong.InTable);
        return facts.Checkpoint;
    }

    public static int? Quarantined(HealthFacts facts, ReasonList reasons)
    {
        if (facts.Quarantined > 0)
            reasons.Add(ReasonCode.QuarantinedBars, HealthStatus.Warning, facts.Quarantined);
        return facts.Quarantined;
    }

    /// <summary>Open failures by reason, most first.</summary>
    public static IReadOnlyList<FailureCount> Failures(HealthFacts facts) =>
    [
        .. (facts.Failures ?? []).GroupBy(f => f.Reason, StringComparer.Ordinal)
            .Select(g => new FailureCount { Reason = g.Key, Count = g.Count(), OldestAt = g.Min(f => f.FirstFailedAt) })
            .OrderByDescending(f => f.Count).ThenBy(f => f.Reason, StringComparer.Ordinal),
    ];
}
