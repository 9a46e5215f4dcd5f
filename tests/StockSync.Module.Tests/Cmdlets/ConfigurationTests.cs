using StockSync.Module.Tests.Hosting;
using Xunit;

namespace StockSync.Module.Tests.Cmdlets;

public sealed class ConfigurationTests
{
    [Fact]
    public void Set_then_get_shows_the_value_and_its_source()
    {
        using var session = new ModuleSession();
        session.Run("Set-SyncConfiguration DailyBudget 30000");
        dynamic row = session.Run("Get-SyncConfiguration dailyb*").Single();
        Assert.Equal("30000", (string)row.Value);
        Assert.Equal("Profile", (string)row.Source);
        Assert.Equal("45000", (string)row.Default);
        Assert.Equal("STOCKSYNC_DAILY_BUDGET", (string)row.Variable);
    }

    [Fact]
    public void Environment_wins_over_the_file()
    {
        using var session = new ModuleSession();
        session.Run("Set-SyncConfiguration DailyBudget 30000");
        session.SetVariable("STOCKSYNC_DAILY_BUDGET", "20000");
        dynamic row = session.Run("Get-SyncConfiguration DailyBudget").Single();
        Assert.Equal("20000", (string)row.Value);
        Assert.Equal("Environment", (string)row.Source);
    }

    [Fact]
    public void WhatIf_writes_nothing()
    {
        using var session = new ModuleSession();
        session.Run("Set-SyncConfiguration DailyBudget 30000 -WhatIf");
        Assert.Contains("What if:", session.Screen.Text, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Join(session.Home, "config", "settings.json")));
    }

    [Fact]
    public void Remove_takes_it_out()
    {
        using var session = new ModuleSession();
        dynamic row = session.Run("Set-SyncConfiguration DailyBudget 30000; Set-SyncConfiguration DailyBudget -Remove -PassThru").Single();
        Assert.Equal("Default", (string)row.Source);
    }

    [Theory]
    [InlineData("Set-SyncConfiguration ApiKey 'k3y'", "SettingInvalid")]
    [InlineData("Set-SyncConfiguration Database 'postgresql://u:s3cret@h/d'", "SettingInvalid")]
    [InlineData("Set-SyncConfiguration DailyBudget 0", "SettingInvalid")]
    [InlineData("Set-SyncConfiguration NoSuchThing 1", "SettingUnknown")]
    [InlineData("Get-SyncConfiguration -Profile nowhere", "SettingInvalid")]
    public void Refusals_have_one_id_a_category_and_advice(string script, string id)
    {
        using var session = new ModuleSession();
        var error = session.Fail(script);
        Assert.StartsWith($"{id},StockSync.Commands.", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(System.Management.Automation.ErrorCategory.InvalidArgument, error.CategoryInfo.Category);
        Assert.True(error.ErrorDetails.Message.Length > error.Exception.Message.Length);
        Assert.DoesNotContain("s3cret", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("k3y", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Advice_is_shown_once_with_the_error()
    {
        using var session = new ModuleSession(width: 300);
        session.Run("try { Set-SyncConfiguration NoSuchThing 1 } catch { $_ | Out-Default }");
        string text = session.Screen.Text;
        const string Advice = "lists the names of all settings";
        Assert.Contains("There is no setting named", text, StringComparison.Ordinal);
        Assert.Equal(text.IndexOf(Advice, StringComparison.Ordinal), text.LastIndexOf(Advice, StringComparison.Ordinal));
        Assert.Contains(Advice, text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_name_is_an_error_and_the_others_are_shown()
    {
        using var session = new ModuleSession();
        var rows = session.Run("Get-SyncConfiguration PageSize, NoSuchThing");
        Assert.Single(rows);
        Assert.Equal("SettingUnknown,StockSync.Commands.GetSyncConfigurationCommand", session.Streams.Error.Single().FullyQualifiedErrorId);
        Assert.Equal("NoSuchThing", session.Streams.Error.Single().TargetObject);
    }

    [Fact]
    public void Database_is_shown_without_user_and_password()
    {
        using var session = new ModuleSession();
        session.SetVariable("STOCKSYNC_DATABASE", "postgresql://someone:s3cret@db.example/market?sslmode=require");
        dynamic row = session.Run("Get-SyncConfiguration Database").Single();
        Assert.Equal("PostgreSQL db.example/market", (string)row.Value);
    }

    [Fact]
    public void Words_are_Chinese_in_a_Chinese_session()
    {
        using var session = new ModuleSession();
        var error = ModuleSession.InCulture("zh-CN", () => session.Fail("Set-SyncConfiguration NoSuchThing 1"));
        Assert.Contains("没有名为", error.ToString(), StringComparison.Ordinal);
        dynamic row = ModuleSession.InCulture("zh-CN", () => session.Run("Get-SyncConfiguration PageSize").Single());
        Assert.Equal("每页行数。", (string)row.Description);
    }
}
