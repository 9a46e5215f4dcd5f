using Xunit;

namespace StockSync.Tests.Configuration;

public sealed class PrecedenceTests : IDisposable
{
    readonly ConfigurationSandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    [Fact]
    public void Without_anything_the_defaults_hold()
    {
        Assert.Equal(new SyncSettings(), _sandbox.Resolve());
        Assert.False(Directory.Exists(Path.GetDirectoryName(_sandbox.File)));
    }

    [Fact]
    public void Each_source_wins_over_the_next()
    {
        Assert.Equal("Default", _sandbox.Show("DailyBudget").Source);

        _sandbox.Write("""{ "default": { "DailyBudget": 1 }, "work": { "PageSize": 5 } }""");
        Assert.Equal(1, _sandbox.Resolve("work").DailyBudget);

        _sandbox.Write("""{ "default": { "DailyBudget": 1 }, "work": { "DailyBudget": 2 } }""");
        Assert.Equal(2, _sandbox.Resolve("work").DailyBudget);
        Assert.Equal("Profile", _sandbox.Show("DailyBudget", "work").Source);

        _sandbox.Environment["STOCKSYNC_DAILY_BUDGET"] = "3";
        Assert.Equal(3, _sandbox.Resolve("work").DailyBudget);
        Assert.Equal("Environment", _sandbox.Show("DailyBudget", "work").Source);

        _sandbox.Parameters["DailyBudget"] = "4";
        Assert.Equal(4, _sandbox.Resolve("work").DailyBudget);
        Assert.Equal("Parameter", _sandbox.Show("DailyBudget", "work").Source);
    }

    [Fact]
    public void Environment_names_the_profile_and_the_parameter_wins()
    {
        _sandbox.Write("""{ "a": { "PageSize": 1 }, "b": { "PageSize": 2 } }""");
        _sandbox.Environment["STOCKSYNC_PROFILE"] = "A";
        Assert.Equal(1, _sandbox.Resolve().PageSize);
        Assert.Equal(2, _sandbox.Resolve("b").PageSize);
    }

    [Fact]
    public void An_empty_variable_is_not_set()
    {
        _sandbox.Environment["STOCKSYNC_PAGE_SIZE"] = " ";
        Assert.Equal(10_000, _sandbox.Resolve().PageSize);
    }

    [Fact]
    public void Variables_of_other_programs_are_not_ours()
    {
        _sandbox.Environment["DATABASE_URL"] = "postgresql://u:p@h/d";
        _sandbox.Environment["NEON_DATABASE_URL"] = "postgresql://u:p@h/d";
        Assert.Null(_sandbox.Resolve().Database);
    }

    [Fact]
    public void A_profile_that_is_nowhere_is_refused_with_those_there_are()
    {
        _sandbox.Write("""{ "home": {}, "work": {} }""");
        var error = Assert.Throws<StockSyncException>(() => _sandbox.Resolve("wrok"));
        Assert.Equal(ErrorIds.SettingInvalid, error.ErrorId);
        Assert.Contains("wrok", error.Message, StringComparison.Ordinal);
        Assert.Contains("home, work", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void File_is_found_where_the_system_keeps_configuration()
    {
        _sandbox.Environment.Remove("STOCKSYNC_CONFIG");
        _sandbox.Environment["XDG_CONFIG_HOME"] = Path.Join(_sandbox.Home, "xdg");
        string path = _sandbox.Open().Path;
        if (OperatingSystem.IsWindows())
            Assert.EndsWith(Path.Join("StockSync", "settings.json"), path, StringComparison.Ordinal);
        else
            Assert.Equal(Path.Join(_sandbox.Home, "xdg", "stocksync", "settings.json"), path);
    }

    [Theory]
    [InlineData("bars.db", "bars.db")]
    [InlineData("sub/bars.db", "sub/bars.db")]
    [InlineData("sqlite:bars.db", "bars.db")]
    [InlineData("Data Source=bars.db", "bars.db")]
    public void Relative_files_are_relative_to_what_names_them(string text, string expected)
    {
        _sandbox.Write($$"""{ "default": { "Database": "{{text}}" } }""");
        Assert.Equal(Path.GetFullPath(expected, Path.Join(_sandbox.Home, "config")), _sandbox.Resolve().Database);

        _sandbox.Environment["STOCKSYNC_DATABASE"] = text;
        Assert.Equal(Path.GetFullPath(expected, _sandbox.Home), _sandbox.Resolve().Database);
    }
}
