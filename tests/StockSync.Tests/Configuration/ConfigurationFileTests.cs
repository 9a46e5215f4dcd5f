using Xunit;

namespace StockSync.Tests.Configuration;

public sealed class ConfigurationFileTests : IDisposable
{
    readonly ConfigurationSandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    [Fact]
    public void Set_creates_the_file_for_the_owner_alone()
    {
        _sandbox.Open().Set(null, "dailybudget", "30000");
        Assert.Equal(30_000, _sandbox.Resolve().DailyBudget);
        Assert.Contains("\"DailyBudget\"", File.ReadAllText(_sandbox.File), StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_sandbox.File));
            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
                File.GetUnixFileMode(Path.GetDirectoryName(_sandbox.File)!));
        }
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(_sandbox.File)!));
    }

    [Fact]
    public void Set_keeps_everything_else()
    {
        _sandbox.Write("""{ "default": { "PageSize": 5000, "Database": "env:NEON_URL" }, "work": { "PoolMax": 3 } }""");
        _sandbox.Environment["NEON_URL"] = "postgresql://h/d";
        _sandbox.Open().Set("work", "PageSize", "100");
        _sandbox.Open().Set("new", "Endpoint", "host:1");

        Assert.Equal(5_000, _sandbox.Resolve().PageSize);
        var work = _sandbox.Resolve("work");
        Assert.Equal((100, 3), (work.PageSize, work.PoolMax));
        Assert.Equal(["default", "new", "work"], _sandbox.Open().GetProfiles());
        Assert.Contains("env:NEON_URL", File.ReadAllText(_sandbox.File), StringComparison.Ordinal);
    }

    [Fact]
    public void Null_takes_the_setting_out_and_an_empty_profile_with_it()
    {
        _sandbox.Open().Set("work", "PageSize", "100");
        _sandbox.Open().Set("work", "pagesize", null);
        Assert.Empty(_sandbox.Open().GetProfiles());
        _sandbox.Open().Set("work", "PageSize", null);
    }

    [Theory]
    [InlineData("", ErrorIds.SettingInvalid)]
    [InlineData("0", ErrorIds.SettingInvalid)]
    public void Set_refuses_what_could_not_be_read_back(string value, string id)
    {
        Assert.Equal(id, Assert.Throws<StockSyncException>(() => _sandbox.Open().Set(null, "PageSize", value)).ErrorId);
        Assert.False(File.Exists(_sandbox.File));
    }

    [Theory]
    [InlineData("a b")]
    [InlineData("-x")]
    [InlineData("../x")]
    public void Set_refuses_odd_profile_names(string profile) =>
        Assert.Equal(ErrorIds.SettingInvalid, Assert.Throws<StockSyncException>(() => _sandbox.Open().Set(profile, "PageSize", "1")).ErrorId);

    [Fact]
    public void Comments_are_read_and_never_lost()
    {
        const string Text = """
            {
              // the laptop
              "default": { "PageSize": 5000, },
            }
            """;
        _sandbox.Write(Text);
        Assert.Equal(5_000, _sandbox.Resolve().PageSize);
        var error = Assert.Throws<StockSyncException>(() => _sandbox.Open().Set(null, "PageSize", "1"));
        Assert.Equal(ErrorIds.FileInvalid, error.ErrorId);
        Assert.Equal(Text, File.ReadAllText(_sandbox.File));
    }

    [Theory]
    [InlineData("""{ "default": { "DailyBudgt": 1 } }""", ErrorIds.SettingUnknown, "default.DailyBudgt")]
    [InlineData("""{ "default": { "PageSize": [1] } }""", ErrorIds.SettingInvalid, "default.PageSize")]
    [InlineData("""{ "default": { "PageSize": null } }""", ErrorIds.SettingInvalid, "default.PageSize")]
    [InlineData("""{ "default": { "PageSize": 1, "pagesize": 2 } }""", ErrorIds.FileInvalid, "pagesize")]
    [InlineData("""{ "default": { "PageSize": 1, "PageSize": 2 } }""", ErrorIds.FileInvalid, "settings.json")]
    [InlineData("""{ "PageSize": 1 }""", ErrorIds.FileInvalid, "PageSize")]
    [InlineData("""[1]""", ErrorIds.FileInvalid, "settings.json")]
    [InlineData("{", ErrorIds.FileInvalid, "settings.json")]
    public void A_file_that_cannot_be_used_is_told_by_file_and_member(string json, string id, string named)
    {
        _sandbox.Write(json);
        foreach (Action use in new Action[] { () => _sandbox.Resolve(), () => _sandbox.Open().Set(null, "PageSize", "1") })
        {
            var error = Assert.Throws<StockSyncException>(use);
            Assert.Equal(id, error.ErrorId);
            Assert.Contains(named, error.Message, StringComparison.Ordinal);
            Assert.Contains("settings.json", error.Message, StringComparison.Ordinal);
        }
        Assert.Equal(json, File.ReadAllText(_sandbox.File));
    }

    [Fact]
    public void A_link_stays_a_link()
    {
        if (OperatingSystem.IsWindows())
            return;
        string real = Path.Join(_sandbox.Home, "real.json");
        File.WriteAllText(real, "{}");
        Directory.CreateDirectory(Path.GetDirectoryName(_sandbox.File)!);
        File.CreateSymbolicLink(_sandbox.File, real);
        _sandbox.Open().Set(null, "PageSize", "77");
        Assert.NotNull(new FileInfo(_sandbox.File).LinkTarget);
        Assert.Contains("77", File.ReadAllText(real), StringComparison.Ordinal);
    }
}
