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
