using StockSync.Loading;

namespace StockSync.Scheduling;

/// <summary>The schedules of this machine's user.</summary>
static class Schedules
{
    static readonly Dictionary<string, string> s_none = [];

    public static IScheduleRegistry Open(ISyncConfiguration configuration, string? profile) =>
        EngineGate.OpenSchedules(StateDirectory(configuration, profile));

    /// <summary>The settings in force in this session that a job will not have, by name: they come from its environment.</summary>
    public static IReadOnlyList<string> Unseen(ISyncConfiguration configuration, string? profile) =>
        [.. configuration.Show(s_none, profile).Where(s => s.Source == "Environment").Select(s => s.Name)];

    /// <summary>The settings that refer to a variable, which a job does not have unless somebody gives it.</summary>
    public static IReadOnlyList<string> Referring(ISyncConfiguration configuration, string? profile) =>
        [.. configuration.Show(s_none, profile)
            .Where(s => s.Value?.Contains("(env:", StringComparison.Ordinal) == true)
            .Select(s => s.Name)];

    static string? StateDirectory(ISyncConfiguration configuration, string? profile)
    {
        try
        {
            return configuration.Resolve(s_none, profile).StateDirectory;
        }
        catch (StockSyncException)
        {
            // Settings that are wrong must not keep anybody from seeing a schedule or taking it away.
            return null;
        }
    }
}
