using System.Management.Automation;
using StockSync.Module.Tests.Hosting;
using Xunit;

namespace StockSync.Module.Tests.Cmdlets;

/// <summary>Where something was piped in and none of it can be used, nothing happens: "nothing in particular" is never "everything".</summary>
public sealed class UnusableInputTests
{
    // What else a command needs; and nothing that a broken guard would do to this machine.
    static readonly Dictionary<string, string> s_arguments = new()
    {
        ["Clear-SyncCheckpoint"] = "-Force",
        ["Export-SyncCheckpoint"] = "checkpoint.json",
        ["Import-SyncCheckpoint"] = "claims.json",
        ["Register-SyncSchedule"] = "-WhatIf",
        ["Resolve-DataIssue"] = "-Note checked",
        ["Set-SyncConfiguration"] = "DailyBudget 40000",
        ["Show-SyncReport"] = "report.html -WhatIf",
        ["Unregister-SyncSchedule"] = "-WhatIf",
    };

    public static TheoryData<string> Cmdlets
    {
        get
        {
            using var session = new ModuleSession();
            return [.. session.Run("Get-Command -Module StockSync -CommandType Cmdlet").Select(c => ((CmdletInfo)c.BaseObject).Name)];
        }
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public async Task Nothing_happens_for_input_that_no_command_can_use_and_one_error_says_so(string cmdlet)
    {
        await using var market = await StartAsync();
        Assert.Empty(market.Module.Run($"[pscustomobject]@{{ Unrelated = 'x' }} | {cmdlet} {s_arguments.GetValueOrDefault(cmdlet)}"));
        var error = Assert.Single(market.Module.Streams.Error);
        Assert.Contains(error.FullyQualifiedErrorId.Split(',')[0], new[] { "InputUnusable", "ParameterArgumentTransformationError", "InputObjectNotBound" });
        AssertUntouched(market);
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public async Task Nothing_happens_for_an_empty_pipeline(string cmdlet)
    {
        await using var market = await StartAsync();
        Assert.Empty(market.Module.Run($"@() | {cmdlet} {s_arguments.GetValueOrDefault(cmdlet)}"));
        AssertUntouched(market);
    }

    [Theory]
    [InlineData("Start-StockBackfill", "names no stock", "Get-Stock")]
    [InlineData("Sync-StockDay", "names no day", "Get-TradingDay")]
    [InlineData("Clear-SyncCheckpoint -Force", "names no day", "Get-SyncCheckpoint")]
    [InlineData("Get-StockBar", "names no stock", "Get-Stock")]
    [InlineData("Resume-FailedStock", "names neither a stock nor a day", "Get-FailedStock")]
    public async Task The_error_names_the_input_and_what_to_pipe_in(string command, string fault, string remedy)
    {
        await using var market = await StartAsync();
        market.Module.Run($"[pscustomobject]@{{ Unrelated = 'x' }} | {command}");
        string text = Assert.Single(market.Module.Streams.Error).ToString();
        Assert.Contains("@{Unrelated=x}", text, StringComparison.Ordinal);
        Assert.Contains(fault, text, StringComparison.Ordinal);
        Assert.Contains(remedy, text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("'600000' | Start-StockBackfill -Code 600001", "-Code")]
    [InlineData("'600000' | Start-StockBackfill -Join", "without a pipeline")]
    [InlineData("'2024-01-03' | Sync-StockDay 2024-01-04", "-Date")]
    [InlineData("'2024-01-03' | Invoke-SyncSchedule", "without a pipeline")]
    [InlineData("'2024-01-03' | Clear-SyncCheckpoint -From 2024-01-02 -Force", "without a pipeline")]
    public async Task A_pipeline_that_the_command_has_no_use_for_is_refused_before_it_begins(string script, string remedy)
    {
        await using var market = await StartAsync();
        Assert.Empty(market.Module.Run($"$null = $begun = 'no'; {script.Replace("|", "| ForEach-Object { $begun = 'yes'; $_ } |", StringComparison.Ordinal)}"));
        var error = Assert.Single(market.Module.Streams.Error);
        Assert.Equal(("InputUnusable", ErrorCategory.InvalidArgument), (error.FullyQualifiedErrorId.Split(',')[0], error.CategoryInfo.Category));
        Assert.Contains(remedy, error.ToString(), StringComparison.Ordinal);
        Assert.Equal("no", (string)market.Module.Run("$begun").Single().BaseObject);
        AssertUntouched(market);
    }

    [Fact]
    public async Task Checkpoints_of_a_range_stay_when_something_was_piped_in_beside_it()
    {
        await using var market = await StartAsync();
        market.Module.Run("Sync-StockDay 2024-01-03, 2024-01-04");
        market.Module.Run("'2024-01-03' | Clear-SyncCheckpoint -From 2024-01-01 -Force");
        Assert.Equal(2, market.Module.Run("Get-SyncCheckpoint").Count);
    }

    [Fact]
    public async Task Open_failures_are_not_retried_for_input_that_names_none()
    {
        await using var market = await StartAsync();
        market.Service.Faults.Add("98:2024-01-04 x* drop");
        market.Module.Run("Sync-StockDay 2024-01-04");
        Assert.NotEmpty(market.Module.Run("Get-FailedStock"));
        int before = market.Service.Log.Entries.Count;
        foreach (string input in new[] { "@()", "[pscustomobject]@{ Unrelated = 1 }", "'nonsense'", "[pscustomobject]@{ Code = 'nonsense' }" })
            Assert.Empty(market.Module.Run($"{input} | Resume-FailedStock"));
        Assert.Equal(before, market.Service.Log.Entries.Count);
    }

    [Fact]
    public void A_program_that_adds_the_command_to_a_pipeline_of_its_own_offers_no_input()
    {
        using var session = new ModuleSession();
        using var shell = PowerShell.Create();
        shell.Runspace = session.Runspace;
        Assert.NotEmpty(shell.AddCommand("Get-SyncConfiguration").Invoke());
    }

    static async Task<MarketSession> StartAsync()
    {
        var market = await MarketSession.StartAsync();
        await File.WriteAllTextAsync(Path.Join(market.Module.Home, "claims.json"), """{ "completed_dates": ["2024-01-03"], "failed_dates": [] }""");
        return market;
    }

    static void AssertUntouched(MarketSession market)
    {
        Assert.Empty(market.Service.Log.Entries);
        Assert.Equal(0, market.Service.Log.Connections);
        Assert.Equal(["claims.json"], Directory.EnumerateFiles(market.Module.Home, "*", SearchOption.AllDirectories).Select(Path.GetFileName));
        Assert.DoesNotContain("What if", string.Join('\n', market.Module.Screen.Lines), StringComparison.Ordinal);
    }
}
