using System.Management.Automation;
using StockSync.Module.Tests.Hosting;
using Xunit;

namespace StockSync.Module.Tests.Cmdlets;

public sealed class CompletionTests : IDisposable
{
    readonly ModuleSession _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public void Profiles_come_from_the_configuration_file()
    {
        _session.Run("Set-SyncConfiguration PageSize 100 -Profile work; Set-SyncConfiguration PageSize 100 -Profile home");
        Assert.Equal(["home", "work"], Complete("Get-SyncRun -Profile "));
        Assert.Equal(["work"], Complete("Get-SyncRun -Profile w"));
    }

    [Fact]
    public void Setting_names_are_completed_in_any_case() =>
        Assert.Equal(["PageSize", "PingUrl", "PoolMax", "PoolMin", "PublishTime"], Complete("Get-SyncConfiguration p").Order());

    [Fact]
    public void Databases_are_references_and_never_secrets()
    {
        _session.SetVariable("NEON_TEST_URL", "postgresql://u:s3cret@h/d");
        Assert.Equal(["env:NEON_TEST_URL"], Complete("Get-SyncRun -Database env:NEON_T"));
    }

    [Fact]
    public void A_broken_configuration_is_silent_at_the_prompt()
    {
        Directory.CreateDirectory(Path.Join(_session.Home, "config"));
        File.WriteAllText(Path.Join(_session.Home, "config", "settings.json"), "{");
        Assert.Empty(Complete("Get-SyncRun -Profile x"));
    }

    [Fact]
    public void Enums_are_completed_by_the_language() =>
        Assert.Equal(["Auto", "MarketDay", "StockRange"], Complete("Start-StockBackfill -Shape "));

    string[] Complete(string text)
    {
        using var shell = PowerShell.Create();
        shell.Runspace = _session.Runspace;
        return [.. CommandCompletion.CompleteInput(text, text.Length, null, shell).CompletionMatches.Select(m => m.CompletionText)];
    }
}
