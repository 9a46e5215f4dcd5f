using Xunit;

namespace StockSync.Tests.Configuration;

public sealed class SecretTests : IDisposable
{
    const string Secret = "S3cret-Pa55";

    readonly ConfigurationSandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    [Fact]
    public void References_are_resolved_wherever_they_stand()
    {
        _sandbox.Environment["NEON_URL"] = $"postgresql://u:{Secret}@h/d";
        _sandbox.WriteSecret("key.txt", Secret + "\n");
        _sandbox.Write("""{ "default": { "Database": "env:NEON_URL", "ApiKey": "file:../key.txt" } }""");
        var settings = _sandbox.Resolve();
        Assert.Equal(_sandbox.Environment["NEON_URL"], settings.Database);
        Assert.Equal(Secret, settings.ApiKey);

        _sandbox.Environment["STOCKSYNC_API_KEY"] = "file:key.txt";
        Assert.Equal(Secret, _sandbox.Resolve().ApiKey);
    }

    [Fact]
    public void A_reference_to_nothing_is_told_with_its_name()
    {
        _sandbox.Parameters["Database"] = "env:NOT_SET";
        var error = Assert.Throws<StockSyncException>(() => _sandbox.Resolve());
        Assert.Equal(ErrorIds.SettingInvalid, error.ErrorId);
        Assert.Contains("NOT_SET", error.Message, StringComparison.Ordinal);

        _sandbox.Parameters["Database"] = "file:absent.txt";
        Assert.Contains("absent.txt", Assert.Throws<StockSyncException>(() => _sandbox.Resolve()).Message, StringComparison.Ordinal);

        _sandbox.WriteSecret("empty.txt", "\n");
        _sandbox.Parameters["Database"] = "file:empty.txt";
        Assert.Contains("empty.txt", Assert.Throws<StockSyncException>(() => _sandbox.Resolve()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_secret_that_others_may_read_is_refused_with_the_remedy()
    {
        if (OperatingSystem.IsWindows())
            return;
        _sandbox.WriteSecret("key.txt", Secret, ownerOnly: false);
        _sandbox.Parameters["ApiKey"] = "file:key.txt";
        var error = Assert.Throws<StockSyncException>(() => _sandbox.Resolve());
        Assert.Equal(ErrorIds.SettingInvalid, error.ErrorId);
        Assert.Contains("chmod 600", error.Advice, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, error.ToString(), StringComparison.Ordinal);

        _sandbox.Parameters.Clear();
        _sandbox.Write($$"""{ "default": { "ApiKey": "{{Secret}}" } }""");
        Assert.Equal(Secret, _sandbox.Resolve().ApiKey);
        File.SetUnixFileMode(_sandbox.File, UnixFileMode.UserRead | UnixFileMode.GroupRead);
        Assert.DoesNotContain(Secret, Assert.Throws<StockSyncException>(() => _sandbox.Resolve()).ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ApiKey", Secret)]
    [InlineData("Database", "postgresql://u:" + Secret + "@h/d")]
    [InlineData("Database", "postgres://h/d?user=u&password=" + Secret)]
    [InlineData("Database", "Host=h;Username=u;Password=" + Secret)]
    [InlineData("Database", "host=h ; PWD = " + Secret)]
    [InlineData("Database", "mysql://u:" + Secret + "@h/d")]
    [InlineData("Database", "psql 'postgresql://u:" + Secret + "@h/d'")]
    [InlineData("Database", "u:" + Secret + "@h/d")]
    public void A_secret_is_never_written(string name, string value)
    {
        var error = Assert.Throws<StockSyncException>(() => _sandbox.Open().Set(null, name, value));
        Assert.Equal(ErrorIds.SettingInvalid, error.ErrorId);
        Assert.DoesNotContain(Secret, error.ToString(), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("env:NAME", error.Advice, StringComparison.Ordinal);
        Assert.False(File.Exists(_sandbox.File));
    }

    [Theory]
    [InlineData("postgresql://u:S3cret-Pa55@db.example:5432/market?sslmode=require", "PostgreSQL db.example/market")]
    [InlineData("psql 'postgresql://u:S3cret-Pa55@db.example/market'", "PostgreSQL db.example/market")]
    [InlineData("postgres://db.example/market", "PostgreSQL db.example/market")]
    [InlineData("Host=db.example;Database=market;Username=u;Password=S3cret-Pa55", "PostgreSQL db.example/market")]
    [InlineData("Server=db.example;Password='S3cret-Pa55", "***")]
    [InlineData("postgresql://u:S3cret-Pa55@h:port/d", "***")]
    [InlineData("mysql://u:S3cret-Pa55@h/d", "***")]
    [InlineData("User=u;Password=S3cret-Pa55", "***")]
    public void Database_is_shown_without_user_and_password(string text, string shown)
    {
        _sandbox.Parameters["Database"] = text;
        Assert.Equal(shown, _sandbox.Show("Database").Value);
    }

    [Fact]
    public void References_are_shown_beside_what_they_lead_to()
    {
        _sandbox.Environment["NEON_URL"] = $"postgresql://u:{Secret}@h/d";
        _sandbox.Environment["KEY"] = Secret;
        _sandbox.Parameters["Database"] = "env:NEON_URL";
        _sandbox.Parameters["ApiKey"] = "env:KEY";
        Assert.Equal("PostgreSQL h/d (env:NEON_URL)", _sandbox.Show("Database").Value);
        Assert.Equal("*** (env:KEY)", _sandbox.Show("ApiKey").Value);
        _sandbox.Parameters["ApiKey"] = Secret;
        Assert.Equal("***", _sandbox.Show("ApiKey").Value);
    }
}
