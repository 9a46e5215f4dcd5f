using System.Management.Automation;
using System.Text.Json;
using StockSync.Module.Tests.Hosting;
using Xunit;

namespace StockSync.Module.Tests.Cmdlets;

public sealed class StoreTests
{
    const string Fill = "$null = Start-StockBackfill -From 2024-01-02 -To 2024-01-12; ";

    [Fact]
    public async Task Checkpoints_go_out_and_come_back()
    {
        await using var market = await MarketSession.StartAsync();
        var file = Assert.Single(market.Module.Run(Fill + "Export-SyncCheckpoint sync_checkpoint.json -PassThru"));
        string path = Assert.IsType<FileInfo>(file.BaseObject).FullName;
        Assert.Equal(Path.Join(market.Module.Home, "sync_checkpoint.json"), path);
        using (var json = JsonDocument.Parse(File.ReadAllText(path)))
        {
            Assert.Equal(9, json.RootElement.GetProperty("completed_dates").GetArrayLength());
            Assert.Equal("2024-01-02", json.RootElement.GetProperty("completed_dates")[0].GetString());
            Assert.Equal(0, json.RootElement.GetProperty("failed_dates").GetArrayLength());
        }

        Assert.Empty(market.Module.Run("Clear-SyncCheckpoint -From 2024-01-02 -To 2024-01-12 -Force; Get-SyncCheckpoint"));
        var imported = market.Module.Run("Import-SyncCheckpoint sync_checkpoint.json");
        Assert.Equal(9, imported.Count);
        Assert.All(imported, d => Assert.Equal("Completed", d.Properties["Status"].Value.ToString()));
    }

    [Theory]
    [InlineData("""{"completed_dates":["2024-01-02","2024-01-02"],"failed_dates":["2024-01-02"],"version":3,"note":{"a":1}}""", null)]
    [InlineData("""{"completed_dates":["20240102"]}""", null)]
    [InlineData("""{"completed_dates":["2024-01-02T00:00:00"]}""", "completed_dates")]
    [InlineData("""{"completed_dates":"2024-01-02"}""", "completed_dates")]
    [InlineData("""{"failed_dates":[20240102]}""", "failed_dates")]
    [InlineData("""{"dates":[]}""", "completed_dates")]
    [InlineData("[]", "completed_dates")]
    [InlineData("{", "JSON")]
    [InlineData("", "JSON")]
    public async Task A_checkpoint_file_is_read_with_care(string json, string? complaint)
    {
        await using var market = await MarketSession.StartAsync();
        File.WriteAllText(Path.Join(market.Module.Home, "c.json"), json);
        if (complaint is null)
        {
            Assert.Single(market.Module.Run("$null = Sync-StockDay 2024-01-02; Import-SyncCheckpoint c.json"));
            return;
        }
        var error = market.Module.Fail("Import-SyncCheckpoint c.json");
        Assert.Equal("FileInvalid,StockSync.Commands.ImportSyncCheckpointCommand", error.FullyQualifiedErrorId);
        Assert.Contains("c.json", error.Exception.Message, StringComparison.Ordinal);
        Assert.Contains(complaint, error.Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_told()
    {
        await using var market = await MarketSession.StartAsync();
        var error = market.Module.Fail("Import-SyncCheckpoint nowhere.json");
        Assert.Equal("FileInvalid,StockSync.Commands.ImportSyncCheckpointCommand", error.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.ObjectNotFound, error.CategoryInfo.Category);
        error = market.Module.Fail(Fill + "Export-SyncCheckpoint nowhere/c.json");
        Assert.Equal(ErrorCategory.WriteError, error.CategoryInfo.Category);
    }

    [Fact]
    public async Task Clearing_asks_once_unless_forced()
    {
        await using var market = await MarketSession.StartAsync();
        market.Module.Screen.Answers.Enqueue("No");
        market.Module.Run(Fill + "Get-SyncCheckpoint -To 2024-01-04 | Clear-SyncCheckpoint");
        Assert.Single(market.Module.Screen.Questions);
        Assert.Equal(9, market.Module.Run("Get-SyncCheckpoint").Count);

        market.Module.Run("Clear-SyncCheckpoint 2024-01-02, 2024-01-03 -WhatIf -Force");
        Assert.Equal(9, market.Module.Run("Get-SyncCheckpoint").Count);

        market.Module.Run("Get-SyncCheckpoint -To 2024-01-04 | Clear-SyncCheckpoint -Force");
        Assert.Equal(6, market.Module.Run("Get-SyncCheckpoint").Count);
        Assert.Single(market.Module.Screen.Questions);

        market.Module.Screen.Answers.Enqueue("Yes");
        market.Module.Run("Clear-SyncCheckpoint -From 2024-01-08 -Force -Confirm");
        Assert.Single(market.Module.Run("Get-SyncCheckpoint"));
    }

    [Fact]
    public async Task Stocks_are_found_by_code_and_name()
    {
        await using var market = await MarketSession.StartAsync();
        var all = market.Module.Run(Fill + "Get-Stock");
        Assert.Equal(20, all.Count);
        var one = all[3];
        string code = (string)one.Properties["Code"].Value;
        Assert.Equal(code, Assert.Single(market.Module.Run($"Get-Stock {one.Properties["Exchange"].Value}.{code}")).Properties["Code"].Value);
        Assert.Contains(market.Module.Run($"Get-Stock -Name '{one.Properties["Name"].Value}'"), s => (string)s.Properties["Code"].Value == code);
        var shanghai = market.Module.Run("Get-Stock sh.*");
        Assert.NotEmpty(shanghai);
        Assert.All(shanghai, s => Assert.Equal("SH", s.Properties["Exchange"].Value.ToString()));

        market.Module.Run("Get-Stock 699999");
        var error = Assert.Single(market.Module.Streams.Error);
        Assert.Equal("CodeUnknown,StockSync.Commands.GetStockCommand", error.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.ObjectNotFound, error.CategoryInfo.Category);
        Assert.Equal("699999", error.TargetObject);
    }

    [Fact]
    public async Task Bars_are_read_by_code_pattern_and_range()
    {
        await using var market = await MarketSession.StartAsync();
        string code = (string)market.Module.Run(Fill + "Get-Stock sh.60*")[0].Properties["Code"].Value;
        var bars = market.Module.Run($"Get-StockBar {code} -From 2024-01-03 -To 2024-01-05");
        Assert.All(bars, b => Assert.Equal(code, b.Properties["Code"].Value));
        Assert.Equal(3, bars.Count);
        Assert.Equal(3, market.Module.Run($"'{code}' | Get-StockBar -From 2024-01-03 -To 2024-01-05 -Adjustment Backward").Count);
        Assert.Equal(3, market.Module.Run($"Get-Stock {code} | Get-StockBar -From 2024-01-03 -To 2024-01-05").Count);
        Assert.NotEmpty(market.Module.Run("Get-StockBar sh.60* -From 2024-01-03 -To 2024-01-03"));
        Assert.Empty(market.Module.Run("Get-StockBar 6999*"));
    }

    [Fact]
    public async Task Codes_are_completed_from_the_store_and_never_from_the_service()
    {
        await using var market = await MarketSession.StartAsync();
        Assert.DoesNotContain(Complete(market, "Get-StockBar 60"), c => c.StartsWith("'6", StringComparison.Ordinal));
        Assert.Empty(market.Service.Log.Entries);
        Assert.False(File.Exists(market.Database));

        var stock = market.Module.Run(Fill + "Get-Stock sh.60*")[0];
        int requests = market.Service.Log.Entries.Count;
        var matches = Complete(market, "Get-StockBar 60");
        Assert.Contains($"'{stock.Properties["Code"].Value}'", matches);
        Assert.Equal(requests, market.Service.Log.Entries.Count);
    }

    [Fact]
    public async Task The_calendar_shows_open_days_and_closed_ones_on_demand()
    {
        await using var market = await MarketSession.StartAsync();
        Assert.Equal(5, market.Module.Run("Get-TradingDay 2024-01-08 2024-01-14").Count);
        Assert.Equal(7, market.Module.Run("Get-TradingDay 2024-01-08 2024-01-14 -IncludeClosed").Count);
    }

    [Fact]
    public async Task Connection_checks_tell_and_quiet_says_yes_or_no()
    {
        await using var market = await MarketSession.StartAsync();
        var checks = market.Module.Run("Test-SyncConnection");
        Assert.Equal(2, checks.Count);
        Assert.All(checks, c => Assert.Equal(true, c.Properties["IsOk"].Value));
        Assert.Equal(true, Assert.Single(market.Module.Run("Test-SyncConnection -Quiet")).BaseObject);
        Assert.Equal(false, Assert.Single(market.Module.Run("Test-SyncConnection -Quiet -Endpoint 127.0.0.1:1")).BaseObject);
    }

    [Fact]
    public async Task The_database_is_made_where_PowerShell_stands()
    {
        await using var market = await MarketSession.StartAsync();
        Assert.Empty(market.Module.Run("Initialize-SyncDatabase -Database ./here.db -WhatIf"));
        Assert.Contains("here.db", market.Module.Screen.Text, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Join(market.Module.Home, "here.db")));

        var info = Assert.Single(market.Module.Run("Initialize-SyncDatabase -Database ./here.db"));
        Assert.Equal("SQLite", info.Properties["Kind"].Value);
        Assert.True(File.Exists(Path.Join(market.Module.Home, "here.db")));
    }

    [Theory]
    [InlineData("Get-SyncRun -Database 'mysql://u:s3cret@h/d'", "DatabaseInvalid", ErrorCategory.InvalidArgument)]
    [InlineData("Get-SyncRun -Database 'postgresql://u:s3cret@127.0.0.1:1/d'", "StoreUnreachable", ErrorCategory.ConnectionError)]
    [InlineData("Sync-StockDay 1980-01-02", "DateOutOfRange", ErrorCategory.InvalidArgument)]
    [InlineData("Start-StockBackfill -From 2024-02-01 -To 2024-01-01", "RangeReversed", ErrorCategory.InvalidArgument)]
    [InlineData("Get-Stock -Endpoint 127.0.0.1:1", "SourceUnreachable", ErrorCategory.ConnectionError)]
    public async Task What_cannot_work_ends_with_one_error(string script, string id, ErrorCategory category)
    {
        await using var market = await MarketSession.StartAsync();
        var error = market.Module.Fail(script);
        Assert.StartsWith(id + ",StockSync.Commands.", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(category, error.CategoryInfo.Category);
        Assert.DoesNotContain("s3cret", error.ToString(), StringComparison.OrdinalIgnoreCase);
        Assert.True(error.ErrorDetails?.Message.Length > error.Exception.Message.Length);
    }

    static string[] Complete(MarketSession market, string text)
    {
        using var shell = PowerShell.Create();
        shell.Runspace = market.Module.Runspace;
        return [.. CommandCompletion.CompleteInput(text, text.Length, null, shell).CompletionMatches.Select(m => m.CompletionText)];
    }
}
