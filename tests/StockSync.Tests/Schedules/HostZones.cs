using StockSync.Engine.Operations.Schedules.Cron;
using Xunit;

namespace StockSync.Tests.Schedules;

/// <summary>
/// Zones that machines stand in: fixed ones, half and quarter hours, summer time of both hemispheres, of half an hour, and Ramadan.
/// </summary>
static class HostZones
{
    public static readonly DateTimeOffset Now = new(2026, 11, 26, 4, 0, 0, TimeSpan.Zero);

    public static readonly string[] Names =
    [
        "Etc/UTC", "Asia/Shanghai", "Asia/Kolkata", "Asia/Kathmandu", "Pacific/Kiritimati", "America/Phoenix", "Pacific/Marquesas",
        "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "America/Santiago",
    ];

    public static TheoryData<string> All => [.. Names];

    public static TimeZoneInfo Find(string name) => TimeZoneInfo.FindSystemTimeZoneById(name);

    public static CronClock Clock(string name) => CronClock.Of(name, Find(name), Now);
}
