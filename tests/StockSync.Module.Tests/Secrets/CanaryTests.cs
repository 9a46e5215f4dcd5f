using System.Management.Automation;
using System.Text;
using StockSync.Tests.Fakes;
using Xunit;

namespace StockSync.Module.Tests.Secrets;

/// <summary>Nothing secret is ever shown, said, written or passed on, whatever is asked for and whatever goes wrong.</summary>
public sealed class CanaryTests
{
    // They wait a minute for a database that is away, as they should; a refused login takes the same ways.
    static readonly string[] s_patient = ["Invoke-SyncSchedule", "Get-SyncHealth -Alert", "Send-SyncAlert", "Send-SyncAlert -Test"];

    [Theory]
    [InlineData("plain {0}")]
    [InlineData("lower {1}")]
    [InlineData("base64 {2}")]
    [InlineData("cut {3}")]
    [InlineData("url {4}")]
    public void The_search_finds_a_secret_in_every_form(string text) => Assert.NotEmpty(Canary.Find(string.Format(
        System.Globalization.CultureInfo.InvariantCulture,
        text,
        Canary.Password,
        Canary.Password.ToLowerInvariant(),
        Convert.ToBase64String(Encoding.UTF8.GetBytes("u:" + Canary.Password)),
        Canary.Password[5..],
        Uri.EscapeDataString(Canary.Password))));

    [Fact]
    public async Task Every_cmdlet_and_every_secret_setting_has_its_canary()
    {
        await using var session = await CanarySession.StartAsync();
        Assert.Empty(session.Exported().Except(CanaryCases.All.Select(c => c.Cmdlet)));
        var properties = session.Module.Run("[StockSync.SyncSettings].GetProperties().Name; [StockSync.AlertSettings].GetProperties().Name")
            .Select(p => (string)p.BaseObject);
        var secret = properties.Where(p => p.EndsWith("Url", StringComparison.Ordinal) || p.EndsWith("Secret", StringComparison.Ordinal)
            || p.EndsWith("Password", StringComparison.Ordinal) || p.EndsWith("Key", StringComparison.Ordinal) || p == "Database");
        Assert.Equal(CanarySlots.Secrets("", "").Keys.Order(), secret.Order());
    }

    [PostgresFact]
    public async Task No_cmdlet_tells_a_secret_when_all_is_well()
    {
        await using var session = await CanarySession.StartAsync();
        var database = await LoginAsync();
        session.UseFile(database.Uri);
        foreach (string script in Scripts(session))
            session.Run(script);
        Assert.Equal("Completed", session.Run("(Get-SyncCheckpoint -From 2024-01-03 -To 2024-01-03).Status").Single().ToString());
        Assert.Contains("crontab -", File.ReadAllText(Path.Join(session.Module.Home, "programs.log")), StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Join(session.Module.Home, "state", "stocksync", "stocksync.log")));
        Assert.Empty(session.SharedFiles());
        // Alerts reached their channels, which refused them and repeated all they were sent.
        Assert.Contains(session.Channel.Messages, m => m.Length > 0);
        Assert.Empty(session.Leaks(await DumpAsync(database)));
    }

    [PostgresFact]
    public async Task No_way_to_give_a_secret_shows_it()
    {
        await using var session = await CanarySession.StartAsync();
        var database = await LoginAsync();
        session.UseEnvironment("env:NEON");
        session.Module.SetVariable("NEON", database.Uri);
        session.Keep("neon", database.Uri);
        string apart = $"Host=127.0.0.1;Port={database.Port};Database={database.Name}";
        session.Module.SetVariable("STOCKSYNC_TEXT", $"{apart};Username=keeper;Password=\"{Canary.Password.Replace("\"", "\"\"", StringComparison.Ordinal)}\"");
        var login = new PSCredential("keeper", new System.Net.NetworkCredential("", Canary.Password).SecurePassword);
        session.Module.Runspace.SessionStateProxy.SetVariable("login_", login);
        session.Module.Runspace.SessionStateProxy.SetVariable("uri_", database.Uri);
        session.Run("function global:Get-Secret { param($Name, $Vault) if ($Vault -eq 'Work' -and $Name -eq 'neon') { $uri_ } else { throw \"no $Name\" } }");
        string[] ways =
        [
            "", "-Database $env:STOCKSYNC_TEXT", "-Database $uri_", "-Database env:NEON", "-Database file:vault/neon", "-Database cred:neon",
            "-Database secret:Work/neon", $"-Database '{apart}' -Credential $login_",
        ];
        foreach (string way in ways)
        {
            var check = PSObject.AsPSObject(session.Run($"Test-SyncConnection {way}")[0]);
            Assert.True((bool)check.Properties["IsOk"].Value, $"{way}: {check.Properties["Detail"].Value}");
            session.Run($"Sync-StockDay 2024-01-02 {way}");
        }
        session.Run("Get-SyncRun -Database secret:Work/other");
        session.Run("Get-SyncRun -Database $uri_ -Credential $login_");
        session.Run("Get-SyncRun -Database bars.db -Credential $login_");
        session.Run("Remove-Item function:Get-Secret; Get-SyncRun -Database secret:Work/neon");
        Assert.Empty(session.Leaks(await DumpAsync(database)));
    }

    [Theory]
    [InlineData("postgresql://keeper:{0}@127.0.0.1:1/market")]
    [InlineData("postgresql://keeper:{0}@127.0.0.1:port/market")]
    public async Task No_cmdlet_tells_a_secret_when_the_database_cannot_be_used(string database)
    {
        await using var session = await CanarySession.StartAsync();
        session.UseEnvironment(database.Replace("{0}", Uri.EscapeDataString(Canary.Password), StringComparison.Ordinal));
        foreach (string script in Scripts(session).Except(s_patient))
            session.Run(script);
        Assert.Empty(session.Leaks([]));
    }

    [PostgresFact]
    public async Task No_cmdlet_tells_a_secret_when_the_login_is_refused()
    {
        await using var session = await CanarySession.StartAsync();
        var database = await LoginAsync();
        session.UseFile((database with { User = "stranger" }).Uri);
        foreach (string script in Scripts(session))
            session.Run(script);
        var refused = Assert.IsType<ErrorRecord>(session.Run("Get-SyncRun")[0]);
        Assert.StartsWith("StoreLoginRefused", refused.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Empty(session.Leaks([]));
    }

    [PostgresFact]
    public async Task No_cmdlet_tells_a_secret_when_the_schema_is_from_the_future()
    {
        await using var session = await CanarySession.StartAsync();
        var database = await LoginAsync();
        session.UseFile(database.Uri);
        session.Run("Initialize-SyncDatabase");
        await database.QueryAsync("update sync_schema_journal set version = version + 100");
        foreach (string script in Scripts(session))
            session.Run(script);
        var refused = Assert.IsType<ErrorRecord>(session.Run("Get-SyncRun")[0]);
        Assert.StartsWith("StoreSchemaNewer", refused.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Empty(session.Leaks(await DumpAsync(database)));
    }

    [Fact]
    public async Task No_cmdlet_tells_a_secret_when_the_service_repeats_it()
    {
        await using var session = await CanarySession.StartAsync();
        session.UseEnvironment(Path.Join(session.Module.Home, "bars.db"));
        session.Service.Faults.Add($"* x* error 10001099 refused: {Canary.ApiKey}");
        foreach (string script in Scripts(session))
            session.Run(script);
        Assert.Contains("***", session.Module.Screen.Text, StringComparison.Ordinal);
        Assert.Empty(session.Leaks([]));
    }

    static IEnumerable<string> Scripts(CanarySession session)
    {
        var exported = session.Exported().ToHashSet();
        return CanaryCases.All.Where(c => exported.Contains(c.Cmdlet)).SelectMany(c => c.Scripts);
    }

    // A role whose password is the canary.
    static async Task<PostgresDatabase> LoginAsync()
    {
        var database = await (await PostgresCluster.SharedAsync()).CreateDatabaseAsync();
        string password = Canary.Password.Replace("'", "''", StringComparison.Ordinal);
        await database.QueryAsync($"""
            do $$ begin if not exists (select from pg_roles where rolname = 'keeper') then create role keeper login superuser; end if; end $$;
            set standard_conforming_strings = on;
            alter role keeper password '{password}';
            """);
        return database with { User = "keeper", Password = Canary.Password };
    }

    static async Task<IReadOnlyList<string>> DumpAsync(PostgresDatabase database)
    {
        var rows = new List<string>();
        foreach (string table in await database.QueryAsync("select quote_ident(table_name) from information_schema.tables where table_schema = 'public'"))
            rows.AddRange(await database.QueryAsync($"select row_to_json(t)::text from {table} t"));
        return rows;
    }
}
