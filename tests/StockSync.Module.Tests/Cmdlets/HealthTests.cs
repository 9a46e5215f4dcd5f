using System.Text.Json;
using StockSync.Module.Tests.Hosting;
using Xunit;

namespace StockSync.Module.Tests.Cmdlets;

/// <summary>The made-up market ends in January 2024, so its copy is complete, and far from fresh whenever the test runs.</summary>
public sealed class HealthTests
{
    const string Fill = "$null = Start-StockBackfill -From 2024-01-02 -To 2024-01-12; ";

    [Fact]
    public async Task Health_is_one_object_that_asks_the_service_nothing()
    {
        await using var market = await MarketSession.StartAsync();
        market.Module.Run(Fill);
        int before = market.Service.Log.Entries.Count;
        var health = Assert.Single(market.Module.Run("Get-SyncHealth"));
        Assert.Equal("Critical", health.Properties["Status"].Value.ToString());
        Assert.Equal(new DateTime(2024, 1, 12), health.Properties["LatestDay"].Value);
        Assert.Equal(1.0, health.Properties["SuccessRate"].Value);
        Assert.Equal(1, health.Properties["TotalRuns"].Value);
        var codes = market.Module.Run("(Get-SyncHealth).Reasons.Code").Select(c => (string)c.BaseObject).ToArray();
        Assert.Contains("Stale", codes);
        Assert.DoesNotContain("PartUnreadable", codes);
        Assert.Equal(before, market.Service.Log.Entries.Count);
    }

    [Fact]
    public async Task The_view_says_why_and_what_to_do_on_one_screen()
    {
        await using var market = await MarketSession.StartAsync();
        market.Module.Run(Fill);
        string[] lines = ModuleSession.InCulture("en-US", () => market.Module.Show("Get-SyncHealth"));
        Assert.InRange(lines.Length, 20, 50);
        Assert.All(lines, l => Assert.True(market.Module.Screen.RawUI.LengthInBufferCells(l) <= 80, l));
        string text = string.Join(' ', lines.Select(l => string.Join(' ', l.Split(' ', StringSplitOptions.RemoveEmptyEntries))));
        Assert.Contains("Status : Critical", text, StringComparison.Ordinal);
        Assert.Contains("Stale:", text, StringComparison.Ordinal);
        Assert.Contains("Start-StockBackfill -From 2024-01-12", text, StringComparison.Ordinal);
        Assert.Contains("Checkpoint : 2024-01-12: ", text, StringComparison.Ordinal);
        Assert.Contains("SuccessRate : 100.0", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en-US", "weekdays have passed")]
    [InlineData("zh-CN", "个工作日")]
    public async Task Reasons_are_told_in_the_language_of_the_session(string culture, string words)
    {
        await using var market = await MarketSession.StartAsync();
        market.Module.Run(Fill);
        var texts = ModuleSession.InCulture(culture, () => market.Module.Run("(Get-SyncHealth).Reasons | Where-Object Code -eq Stale | ForEach-Object Text"));
        Assert.Contains(words, (string)Assert.Single(texts).BaseObject, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_of_it_is_whole()
    {
        await using var market = await MarketSession.StartAsync();
        market.Module.Run(Fill);
        var health = market.Module.Run("Get-SyncHealth")[0].BaseObject;
        // The host has no ConvertTo-Json; what it would see are the same public members.
        using var json = JsonDocument.Parse(JsonSerializer.Serialize(health));
        Assert.Equal(9, json.RootElement.GetProperty("LastRun").GetProperty("Days").GetInt32());
        Assert.Equal("SQLite", json.RootElement.GetProperty("Database").GetProperty("Kind").GetString());
        Assert.True(json.RootElement.GetProperty("Checkpoint").GetProperty("IsConsistent").GetBoolean());
    }

    [Fact]
    public async Task As_a_check_it_is_a_line_and_an_exit_code()
    {
        await using var market = await MarketSession.StartAsync();
        var output = market.Module.Run(Fill + "Get-SyncHealth -AsExitCode; $global:LASTEXITCODE");
        Assert.Equal(2, output.Count);
        Assert.StartsWith("STOCKSYNC CRITICAL - Stale: ", (string)output[0].BaseObject, StringComparison.Ordinal);
        Assert.Contains(" | lag_days=", (string)output[0].BaseObject, StringComparison.Ordinal);
        Assert.Equal(2, output[1].BaseObject);
        Assert.Equal(2, market.Module.Run("& { Get-SyncHealth -AsExitCode } | Out-Null; $global:LASTEXITCODE")[0].BaseObject);
    }

    [Theory]
    [InlineData("-Database 'postgresql://u:s3cret@127.0.0.1:1/d'", "STOCKSYNC CRITICAL - StoreUnreachable: ", 2)]
    [InlineData("-Database 'mysql://u:s3cret@h/d'", "STOCKSYNC UNKNOWN - DatabaseInvalid: ", 3)]
    [InlineData("-Profile nobody", "STOCKSYNC UNKNOWN - ", 3)]
    [InlineData("-Database ./new.db", "STOCKSYNC WARNING - Empty: ", 1)]
    public async Task A_check_that_cannot_begin_is_an_answer_and_no_error(string arguments, string line, int code)
    {
        await using var market = await MarketSession.StartAsync();
        var output = market.Module.Run($"Get-SyncHealth -AsExitCode {arguments}; $global:LASTEXITCODE");
        Assert.Empty(market.Module.Streams.Error);
        Assert.StartsWith(line, (string)output[0].BaseObject, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", (string)output[0].BaseObject, StringComparison.Ordinal);
        Assert.Equal(code, output[1].BaseObject);
    }

    [Fact]
    public async Task A_database_that_is_away_is_a_result_and_no_error()
    {
        await using var market = await MarketSession.StartAsync();
        var health = Assert.Single(market.Module.Run("Get-SyncHealth -Database 'postgresql://u:s3cret@127.0.0.1:1/d'"));
        Assert.Empty(market.Module.Streams.Error);
        Assert.Equal("Critical", health.Properties["Status"].Value.ToString());
        Assert.Equal("StoreUnreachable", market.Module.Run("(Get-SyncHealth -Database 'postgresql://u@127.0.0.1:1/d').Reasons.Code")[0].BaseObject);
    }

    [Fact]
    public async Task Metrics_are_text_or_a_file_that_others_may_read()
    {
        await using var market = await MarketSession.StartAsync();
        string text = (string)Assert.Single(market.Module.Run(Fill + "Get-SyncHealth -AsPrometheus")).BaseObject;
        Assert.StartsWith("# HELP stocksync_health_status ", text, StringComparison.Ordinal);

        string path = Path.Join(market.Module.Home, "stocksync.prom");
        Assert.Empty(market.Module.Run("Get-SyncHealth -AsPrometheus -Path ./stocksync.prom -WhatIf"));
        Assert.False(File.Exists(path));
        File.WriteAllText(path, "old");
        Assert.Empty(market.Module.Run("Get-SyncHealth -AsPrometheus -Path ./stocksync.prom"));
        string written = File.ReadAllText(path);
        Assert.EndsWith("\n", written, StringComparison.Ordinal);
        Assert.Contains("\nstocksync_db_up 1\n", written, StringComparison.Ordinal);
        Assert.Equal(["stocksync.prom"], Directory.GetFiles(market.Module.Home, "stocksync.prom*").Select(f => Path.GetFileName(f)));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead, File.GetUnixFileMode(path));
        }
        Assert.Equal("FileInvalid,StockSync.Commands.GetSyncHealthCommand", market.Module.Fail("Get-SyncHealth -AsPrometheus -Path ./no/where.prom").FullyQualifiedErrorId);
    }

    [Fact]
    public async Task Alert_with_WhatIf_tells_and_does_nothing()
    {
        await using var market = await MarketSession.StartAsync();
        Assert.Single(market.Module.Run(Fill + "Get-SyncHealth -Alert -WhatIf"));
        Assert.Contains("bars.db", market.Module.Screen.Text, StringComparison.Ordinal);
    }
}
