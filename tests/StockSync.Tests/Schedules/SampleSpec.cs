namespace StockSync.Tests.Schedules;

/// <summary>A schedule as the cmdlet makes it.</summary>
static class SampleSpec
{
    public const string Hostile = @"/opt/a b/100%/o'clock ""x"" $HOME \% `id` 中文;|&/pwsh";

    public static ScheduleSpec Create(string name = "default", string program = "/usr/bin/pwsh") => new()
    {
        Name = name,
        Times = [new(20, 0), new(22, 0), new(8, 0)],
        Program = program,
        Arguments = ["-NoLogo", "-NoProfile", "-NonInteractive"],
        Command = "$global:LASTEXITCODE = 1; Import-Module '/opt/StockSync/StockSync.psd1' -ErrorAction Stop; "
            + "Invoke-SyncSchedule; exit $LASTEXITCODE",
        Environment = new Dictionary<string, string> { ["LANG"] = "zh_CN.UTF-8", ["STOCKSYNC_CONFIG"] = "/home/li/my settings.json" },
    };
}
