using System.Globalization;
using StockSync.Engine.Configuration;
using Xunit;

namespace StockSync.Tests.Configuration;

public sealed class SettingValueTests : IDisposable
{
    readonly ConfigurationSandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    [Fact]
    public void Every_property_is_a_setting_and_has_words_in_both_languages()
    {
        var properties = typeof(SyncSettings).GetProperties().Concat(typeof(AlertSettings).GetProperties())
            .Select(p => p.Name).Where(n => n is not ("EqualityContract" or nameof(SyncSettings.Alerts)));
        Assert.Equal(properties.Order(), SettingDefinitions.Names.Order());
        foreach (var setting in SettingDefinitions.All)
        {
            string english = InCulture("en-US", () => setting.Description);
            string chinese = InCulture("zh-CN", () => setting.Description);
            Assert.NotEqual(setting.Name, english);
            Assert.NotEqual(english, chinese);
            Assert.DoesNotContain("Accepts", setting.Accepts, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Every_default_is_accepted_and_read_back()
    {
        var defaults = new SyncSettings();
        foreach (var setting in SettingDefinitions.All)
        {
            if (setting.Read(defaults) is { } text)
                Assert.Equal(defaults, setting.Apply(defaults, text));
        }
    }

    [Theory]
    [InlineData("RetryMinDelay", "STOCKSYNC_RETRY_MIN_DELAY")]
    [InlineData("ApiKey", "STOCKSYNC_API_KEY")]
    [InlineData("MaxRequestsPerSecond", "STOCKSYNC_MAX_REQUESTS_PER_SECOND")]
    [InlineData("Database", "STOCKSYNC_DATABASE")]
    public void Variable_is_the_name_in_snake_case(string name, string variable) =>
        Assert.Equal(variable, SettingDefinitions.Find(name)!.Variable);

    [Theory]
    [InlineData("DailyBudget", "0")]
    [InlineData("DailyBudget", "1.5")]
    [InlineData("DailyBudget", "45,000")]
    [InlineData("DailyBudget", "many")]
    [InlineData("DailyBudget", "99999999999")]
    [InlineData("ThrottleLimit", "65")]
    [InlineData("ThrottleLimit", "-1")]
    [InlineData("MaxRequestsPerSecond", "NaN")]
    [InlineData("MaxRequestsPerSecond", "1e9")]
    [InlineData("MaxRequestsPerSecond", "0,5")]
    [InlineData("ReadTimeout", "0")]
    [InlineData("ReadTimeout", "00:00:30")]
    [InlineData("PageSize", "10001")]
    [InlineData("PublishTime", "25:00")]
    [InlineData("PublishTime", "half past five")]
    [InlineData("Endpoint", "host:0")]
    [InlineData("Endpoint", "host:70000")]
    [InlineData("Endpoint", "two words:1")]
    [InlineData("Endpoint", "http://host:1")]
    [InlineData("Endpoint", ":10030")]
    public void A_bad_value_is_told_with_its_place_and_what_is_accepted(string name, string value)
    {
        string variable = SettingDefinitions.Find(name)!.Variable;
        _sandbox.Environment[variable] = value;
        var error = Assert.Throws<StockSyncException>(() => _sandbox.Resolve());
        Assert.Equal(ErrorIds.SettingInvalid, error.ErrorId);
        Assert.Equal(ErrorKind.InvalidArgument, error.Kind);
        Assert.Equal(name, error.Target);
        Assert.Contains(variable, error.Message, StringComparison.Ordinal);
        Assert.Contains(value, error.Message, StringComparison.Ordinal);
        Assert.Contains(SettingDefinitions.Find(name)!.Accepts, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("host", "host:10030")]
    [InlineData("host:1", "host:1")]
    [InlineData("127.0.0.1:65535", "127.0.0.1:65535")]
    [InlineData("[::1]:10030", "[::1]:10030")]
    [InlineData("[::1]", "[::1]:10030")]
    [InlineData("::1", "[::1]:10030")]
    public void Endpoint_always_names_the_port(string text, string expected)
    {
        _sandbox.Environment["STOCKSYNC_ENDPOINT"] = text;
        Assert.Equal(expected, _sandbox.Resolve().Endpoint);
    }

    [Fact]
    public void Numbers_are_written_the_same_way_in_every_culture()
    {
        _sandbox.Environment["STOCKSYNC_MAX_REQUESTS_PER_SECOND"] = "0.5";
        _sandbox.Environment["STOCKSYNC_READ_TIMEOUT"] = "1.5";
        var settings = InCulture("de-DE", () => _sandbox.Resolve());
        Assert.Equal(0.5, settings.MaxRequestsPerSecond);
        Assert.Equal(TimeSpan.FromSeconds(1.5), settings.ReadTimeout);
        Assert.Equal("1.5", InCulture("de-DE", () => _sandbox.Show("ReadTimeout").Value));
    }

    [Theory]
    [InlineData("BATCH_MIN", "600", "BatchMin")]
    [InlineData("BATCH_MAX", "400", "BatchSize")]
    [InlineData("POOL_MIN", "11", "PoolMin")]
    [InlineData("RETRY_MIN_DELAY", "11", "RetryMinDelay")]
    [InlineData("LEASE_HEARTBEAT", "31", "LeaseHeartbeat")]
    public void Settings_that_contradict_each_other_are_refused(string variable, string value, string named)
    {
        _sandbox.Environment["STOCKSYNC_" + variable] = value;
        var error = Assert.Throws<StockSyncException>(() => _sandbox.Resolve());
        Assert.Equal(ErrorIds.SettingInvalid, error.ErrorId);
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_parameter_is_refused()
    {
        _sandbox.Parameters["Nonsense"] = "1";
        Assert.Equal(ErrorIds.SettingUnknown, Assert.Throws<StockSyncException>(() => _sandbox.Resolve()).ErrorId);
    }

    static T InCulture<T>(string name, Func<T> call)
    {
        var (culture, uiCulture) = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(name);
            return call();
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (culture, uiCulture);
        }
    }
}
