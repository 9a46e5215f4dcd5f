using System.Diagnostics;
using StockSync.Tests.Fakes;
using Xunit;

namespace StockSync.Tests.Schedules;

/// <summary>A fact that needs <c>systemd-analyze</c>, which a container may well lack; nothing is installed for it.</summary>
[AttributeUsage(AttributeTargets.Method)]
sealed class SystemdFactAttribute : FactAttribute
{
    const string Program = "systemd-analyze";

    public SystemdFactAttribute() =>
        Skip = PostgresPrograms.Find(Program) is null ? $"program not installed: {Program}" : null;

    /// <summary>What systemd has to say against a service and its timer; nothing where it is content.</summary>
    public static async Task<string> VerifyAsync(string folder, string service, string timer)
    {
        File.WriteAllText(Path.Join(folder, "stocksync-default.service"), service);
        File.WriteAllText(Path.Join(folder, "stocksync-default.timer"), timer);
        // As a system manager: a user's wants a session of its own. The program's own errors name our files.
        var start = new ProcessStartInfo(Program, ["verify", "--man=no", "stocksync-default.timer", "stocksync-default.service"])
        {
            WorkingDirectory = folder,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        string words = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return string.Join('\n', words.Split('\n').Where(l => l.Contains("stocksync", StringComparison.Ordinal)));
    }
}
