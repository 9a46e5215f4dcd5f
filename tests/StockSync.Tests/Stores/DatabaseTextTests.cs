using Npgsql;
using StockSync.Engine.Stores;
using StockSync.Engine.Stores.Connection;
using Xunit;

namespace StockSync.Tests.Stores;

public sealed class DatabaseTextTests
{
    /// <summary>Upper and lower case, so that a text that a driver folded is found as well.</summary>
    const string Canary = "CanarySecret";

    [Theory]
    [InlineData("postgresql://bob:secret@ep-x.neon.tech/db", "ep-x.neon.tech", 5432, "bob", "secret", "db")]
    [InlineData("postgres://bob:secret@ep-x.neon.tech:6543/db", "ep-x.neon.tech", 6543, "bob", "secret", "db")]
    [InlineData("PostgreSQL://bob:p%40ss%3A%2F%3F%23%25@h/db", "h", 5432, "bob", "p@ss:/?#%", "db")]
    [InlineData("postgresql://bob:a:b@h/db", "h", 5432, "bob", "a:b", "db")]
    [InlineData("postgresql://bob:a@b@h/db", "h", 5432, "bob", "a@b", "db")]
    [InlineData("postgresql://bob:a+b;c='d'@h/db", "h", 5432, "bob", "a+b;c='d'", "db")]
    [InlineData("postgresql://b%C3%B6b:%E5%AF%86@h/%E8%82%A1%E7%A5%A8", "h", 5432, "böb", "密", "股票")]
    [InlineData("postgresql://bob@[::1]:6543/db", "::1", 6543, "bob", null, "db")]
    [InlineData("postgresql://bob@[2001:db8::1]/db", "2001:db8::1", 5432, "bob", null, "db")]
    [InlineData("postgresql://bob:@h/", "h", 5432, "bob", null, "bob")]
    [InlineData("postgresql://bob@h", "h", 5432, "bob", null, "bob")]
    [InlineData("postgresql://bob@h:/db", "h", 5432, "bob", null, "db")]
    [InlineData("postgresql://bob@%2Fvar%2Frun%2Fpostgresql/db", "/var/run/postgresql", 5432, "bob", null, "db")]
    [InlineData("postgresql:///db?host=/tmp&user=bob&password=x%20y&port=5433", "/tmp", 5433, "bob", "x y", "db")]
    [InlineData("postgresql://bob@h1:1,h2:2,h3/db", "h1:1,h2:2,h3", 5432, "bob", null, "db")]
    [InlineData("psql 'postgresql://bob:secret@h/db?sslmode=require&channel_binding=require'", "h", 5432, "bob", "secret", "db")]
    [InlineData("  \"postgresql://bob:secret@h/db\"  ", "h", 5432, "bob", "secret", "db")]
    [InlineData("Host=h;Port=1;Username=bob;Password=se;Database=db", "h", 1, "bob", "se", "db")]
    [InlineData("Server=h;User ID=bob;Password='a;b=c';Database=db", "h", 5432, "bob", "a;b=c", "db")]
    public void A_server_is_understood(string text, string host, int port, string user, string? password, string database)
    {
        var options = Options(text);

        Assert.Equal((host, port, user, password, database), (options.Host, options.Port, options.Username, options.Password, options.Database));
    }

    [Theory]
    [InlineData("postgresql://ep-x.neon.tech/db?sslmode=require&channel_binding=require")]
    [InlineData("postgresql://other@h1:1,h2:2/db?connect_timeout=7&target_session_attrs=read-write")]
    [InlineData("postgresql://[::1]:6543/db?sslmode=disable")]
    [InlineData("Host=nas.home;Database=股票;Search Path=market;SSL Mode=VerifyCA;Root Certificate=/a b/ca.pem")]
    public void A_login_given_apart_changes_nothing_else(string text)
    {
        const string Password = "p@ss:/?#%; 'x'=\"密\" ";
        var before = Options(text);
        var after = Options(DatabaseText.WithLogin(text, "bö;b", Password));
        Assert.Equal(("bö;b", Password), (after.Username, after.Password));
        after.Username = before.Username;
        after.Password = null;
        Assert.Equal(before.ConnectionString, after.ConnectionString);
    }

    [Theory]
    [InlineData("postgresql://bob:CanarySecret@h/db")]
    [InlineData("Host=h;Password=CanarySecret")]
    [InlineData("/tmp/bars.db")]
    [InlineData(null)]
    public void A_login_that_cannot_be_meant_is_refused(string? text)
    {
        var error = Assert.Throws<StockSyncException>(() => DatabaseText.WithLogin(text, "bob", Canary));
        Assert.Equal(ErrorIds.DatabaseInvalid, error.ErrorId);
        Assert.Contains("-Credential", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Canary, error.ToString(), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("postgresql://b:p@ep-x.neon.tech/d", SslMode.VerifyFull)]
    [InlineData("postgresql://b:p@ep-x.neon.tech/d?sslmode=require&channel_binding=require", SslMode.VerifyFull)]
    [InlineData("postgresql://b:p@ep-x.neon.tech/d?sslmode=verify-ca", SslMode.VerifyCA)]
    [InlineData("postgresql://b:p@ep-x.neon.tech/d?sslmode=verify-full", SslMode.VerifyFull)]
    [InlineData("postgresql://b:p@nas.home/d?sslmode=disable", SslMode.Disable)]
    [InlineData("postgresql://b:p@nas.home/d?sslmode=allow", SslMode.Allow)]
    [InlineData("postgresql://b:p@nas.home/d?sslmode=prefer", SslMode.Prefer)]
    [InlineData("postgresql://b:p@localhost/d", SslMode.Prefer)]
    [InlineData("postgresql://b:p@127.0.0.1:1/d?sslmode=require", SslMode.Require)]
    [InlineData("postgresql://b:p@[::1]/d", SslMode.Prefer)]
    [InlineData("postgresql:///d?host=/tmp", SslMode.Prefer)]
    [InlineData("postgresql://b@localhost,far.example/d", SslMode.VerifyFull)]
    [InlineData("Host=ep-x.neon.tech;Username=b;Password=p", SslMode.VerifyFull)]
    [InlineData("Host=ep-x.neon.tech;Username=b;Password=p;SSL Mode=Require", SslMode.VerifyFull)]
    [InlineData("Host=nas.home;Username=b;Password=p;SslMode=Disable", SslMode.Disable)]
    [InlineData("Host=localhost;Username=b;Password=p", SslMode.Prefer)]
    public void The_certificate_of_a_host_elsewhere_is_verified_unless_the_user_decides_otherwise(string text, SslMode expected) =>
        Assert.Equal(expected, Options(text).SslMode);

    [Fact]
    public void Parameters_of_a_uri_reach_the_driver()
    {
        var options = Options(
            "postgresql://b:p@h/d?sslrootcert=%2Fetc%2Fca.pem&options=endpoint%3Dep-1&target_session_attrs=read-write&connect_timeout=5&keepalives=1");

        Assert.Equal("/etc/ca.pem", options.RootCertificate);
        Assert.Equal("endpoint=ep-1", options.Options);
        Assert.Equal("read-write", options.TargetSessionAttributes);
        Assert.Null(Options("postgresql://b:p@h/d?sslrootcert=system").RootCertificate);
    }

    [Fact]
    public void What_a_pooler_and_a_sleeping_server_need_is_fixed()
    {
        var settings = new SyncSettings { PoolMin = 20, PoolMax = 4, CommandTimeout = TimeSpan.FromSeconds(70) };
        var options = PostgresDefaults.Fix(Options("Host=h;Username=b;Keepalive=5;Max Auto Prepare=20;No Reset On Close=false"), settings);

        Assert.Equal((0, 0, true, false), (options.KeepAlive, options.MaxAutoPrepare, options.NoResetOnClose, options.Multiplexing));
        Assert.Equal((4, 4, 70, 30, 60), (options.MinPoolSize, options.MaxPoolSize, options.CommandTimeout, options.Timeout, options.ConnectionIdleLifetime));
        Assert.Equal(("StockSync", GssEncryptionMode.Disable, ChannelBinding.Prefer), (options.ApplicationName, options.GssEncryptionMode, options.ChannelBinding));
        Assert.Null(options.SearchPath);
    }

    [Theory]
    [InlineData("postgresql://bob:CanarySecret@h:port/db")]
    [InlineData("postgresql://bob:CanarySecret@h:99999/db")]
    [InlineData("postgresql://bob:Canary/Secret@h/db")]
    [InlineData("postgresql://bob:Canary?Secret@h/db")]
    [InlineData("postgresql://bob:Canary#CanarySecret@h/db")]
    [InlineData("postgresql://bob:CanarySecret%zz@h/db")]
    [InlineData("postgresql://bob:CanarySecret@[::1/db")]
    [InlineData("postgresql://bob:Canary@Secret?CanarySecret=1@h/db")]
    [InlineData("postgresql://bob:Canary@Secret/CanarySecret@h/db")]
    [InlineData("postgresql://bob:x@h/db?CanarySecret")]
    [InlineData("postgresql://bob:x@h/db?sslmode=CanarySecret")]
    [InlineData("postgresql://bob:x@h/db?port=CanarySecret")]
    [InlineData("postgresql://bob:x@h/db?password=CanarySecret&nonsense=1")]
    [InlineData("mysql://bob:CanarySecret@h/db")]
    [InlineData("jdbc:postgresql://h/db?password=CanarySecret")]
    [InlineData("bob:CanarySecret@h://db")]
    [InlineData("https://CanarySecret")]
    [InlineData("postgres:/bob:CanarySecret@h/db")]
    [InlineData("bob:CanarySecret@h/db")]
    [InlineData("Host=h;CanarySecret")]
    [InlineData("Host=h;Username=b;CanarySecret=1")]
    [InlineData("Host=h;Port=CanarySecret")]
    [InlineData("Host=h;Password=a;CanarySecret;Database=d")]
    [InlineData("Hst=h;Password=CanarySecret")]
    [InlineData("host=h user=bob password=CanarySecret dbname=d")]
    [InlineData("Host=h;Password='CanarySecret")]
    [InlineData("Host=h;SSL Mode=CanarySecret")]
    [InlineData("file:CanarySecret?mode=memory")]
    [InlineData("CanarySecret\0.db")]
    [InlineData(":memory:")]
    public void A_text_that_cannot_be_used_is_refused_and_never_repeated(string text)
    {
        var error = Assert.Throws<StockSyncException>(() => StoreFactory.Open(new SyncSettings { Database = text }, TimeProvider.System));

        Assert.Equal((ErrorIds.DatabaseInvalid, ErrorKind.InvalidArgument), (error.ErrorId, error.Kind));
        Assert.NotNull(error.Advice);
        Assert.DoesNotContain(Canary, error.ToString(), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("secret", error.Message + error.Advice, StringComparison.OrdinalIgnoreCase);
        Assert.Null(error.InnerException);
    }

    [Fact]
    public void A_parameter_that_is_not_known_is_named()
    {
        var error = Assert.Throws<StockSyncException>(() => DatabaseText.Parse("postgresql://bob:x@h/db?sslmod=require"));

        Assert.Contains("sslmod", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/data/my bars.db", "/data/my bars.db")]
    [InlineData("sqlite:/data/my bars.db", "/data/my bars.db")]
    [InlineData("'/data/a=b.db'", "/data/a=b.db")]
    [InlineData("/home/me@x/a:b.db", "/home/me@x/a:b.db")]
    [InlineData("Data Source=/data/x.db", "/data/x.db")]
    [InlineData("/data/../other/x.db", "/other/x.db")]
    public void A_path_is_a_file(string text, string path)
    {
        if (OperatingSystem.IsWindows())
            path = Path.GetFullPath(path);
        Assert.Equal(path, Assert.IsType<DatabaseTarget.File>(DatabaseText.Parse(text)).Path);
    }

    [Fact]
    public void A_tilde_is_the_home_directory_and_a_bare_name_lies_in_the_current_one()
    {
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

        Assert.Equal(new DatabaseTarget.File(Path.Combine(home, "x.db")), DatabaseText.Parse("~/x.db"));
        Assert.Equal(new DatabaseTarget.File(Path.GetFullPath("x.db")), DatabaseText.Parse("x.db"));
        Assert.Equal(new DatabaseTarget.File(DatabaseText.DefaultFile()), DatabaseText.Parse(" "));
        Assert.EndsWith("stocksync.db", DatabaseText.DefaultFile(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Target_and_texts_of_a_server_hold_neither_user_nor_password()
    {
        await using var store = StoreFactory.Open(new SyncSettings { Database = $"postgresql://bob:{Canary}@h:6543/db" }, TimeProvider.System);

        Assert.Equal("PostgreSQL h:6543/db", store.Target);
        Assert.DoesNotContain(Canary, DatabaseText.Parse($"postgresql://bob:{Canary}@h/db").ToString(), StringComparison.OrdinalIgnoreCase);
    }

    static NpgsqlConnectionStringBuilder Options(string text) => Assert.IsType<DatabaseTarget.Server>(DatabaseText.Parse(text)).Options;
}
