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

    [Fact]
    public void A_secret_in_a_folder_where_everybody_may_replace_it_is_refused_with_the_remedy()
    {
        if (OperatingSystem.IsWindows())
            return;
        string folder = Directory.CreateDirectory(Path.Join(_sandbox.Home, "open")).FullName;
        _sandbox.WriteSecret("open/key.txt", Secret);
        File.SetUnixFileMode(folder, (UnixFileMode)0b111_111_111);
        _sandbox.Parameters["ApiKey"] = "file:open/key.txt";
        var error = Assert.Throws<StockSyncException>(() => _sandbox.Resolve());
        Assert.Contains("chmod o-w", error.Advice, StringComparison.Ordinal);

        // As /tmp is: everybody may add files, nobody may replace another's.
        File.SetUnixFileMode(folder, (UnixFileMode)0b1_111_111_111);
        Assert.Equal(Secret, _sandbox.Resolve().ApiKey);
    }

    [Fact]
    public void A_file_that_is_no_secret_is_not_read_to_its_end()
    {
        _sandbox.WriteSecret("bars.db", new string('x', 100_000));
        _sandbox.Parameters["ApiKey"] = "file:bars.db";
        Assert.Contains("bars.db", Assert.Throws<StockSyncException>(() => _sandbox.Resolve()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_credential_of_the_service_manager_is_read_from_its_folder()
    {
        _sandbox.Parameters["ApiKey"] = "cred:baostock";
        var error = Assert.Throws<StockSyncException>(() => _sandbox.Resolve());
        Assert.Contains("LoadCredential=baostock:", error.Advice, StringComparison.Ordinal);

        _sandbox.Environment["CREDENTIALS_DIRECTORY"] = _sandbox.Home;
        Assert.Contains("baostock", Assert.Throws<StockSyncException>(() => _sandbox.Resolve()).Message, StringComparison.Ordinal);

        // The access list that systemd gives the files shows as rights of others.
        _sandbox.WriteSecret("baostock", Secret + "\n", ownerOnly: false);
        Assert.Equal(Secret, _sandbox.Resolve().ApiKey);
        Assert.Equal("*** (cred:baostock)", _sandbox.Show("ApiKey").Value);
    }

    [Theory]
    [InlineData("cred:../key.txt")]
    [InlineData("cred:/etc/passwd")]
    [InlineData("cred:..")]
    [InlineData("cred:a\\b")]
    public void A_credential_is_a_name_and_no_path(string reference)
    {
        _sandbox.WriteSecret("key.txt", Secret);
        _sandbox.Environment["CREDENTIALS_DIRECTORY"] = Path.Join(_sandbox.Home, "credentials");
        _sandbox.Parameters["ApiKey"] = reference;
        Assert.Equal(ErrorIds.SettingInvalid, Assert.Throws<StockSyncException>(() => _sandbox.Resolve()).ErrorId);
    }

    [Theory]
    [InlineData("secret:Work/baostock key", "Work", "baostock key")]
    [InlineData("secret:baostock", null, "baostock")]
    [InlineData("SECRET: Work / a/b ", "Work", "a/b")]
    public void A_secret_of_a_vault_is_asked_for_by_vault_and_name(string reference, string? vault, string name)
    {
        (string?, string)? asked = null;
        _sandbox.Vault = (v, n) =>
        {
            asked = (v, n);
            return Secret;
        };
        _sandbox.Parameters["ApiKey"] = reference;
        Assert.Equal(Secret, _sandbox.Resolve().ApiKey);
        Assert.Equal((vault, name), asked);
    }

    [Fact]
    public void A_session_without_vaults_says_what_to_install()
    {
        _sandbox.Write("""{ "default": { "ApiKey": "secret:Work/key" } }""");
        Assert.Contains("SecretManagement", Assert.Throws<StockSyncException>(() => _sandbox.Resolve()).Advice, StringComparison.Ordinal);
        _sandbox.Vault = (_, _) => null;
        Assert.Contains("SecretManagement", Assert.Throws<StockSyncException>(() => _sandbox.Resolve()).Advice, StringComparison.Ordinal);
        _sandbox.Vault = (_, _) => " ";
        Assert.Contains("Work/key", Assert.Throws<StockSyncException>(() => _sandbox.Resolve()).Message, StringComparison.Ordinal);
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
