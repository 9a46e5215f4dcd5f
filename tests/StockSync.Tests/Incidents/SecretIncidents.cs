using StockSync.MarketServer;
using StockSync.Tests.EndToEnd;
using StockSync.Tests.Fakes;
using Xunit;

namespace StockSync.Tests.Incidents;

/// <summary>A password that once stood in reports and in the output of a program.</summary>
public class SecretIncidents
{
    const string Secret = "pa55%2Fw0rd-Geheim";

    static readonly DateOnly s_from = new(2024, 1, 2);
    static readonly DateOnly s_to = new(2024, 1, 12);

    [PostgresFact]
    public async Task Incident_the_password_of_the_database_was_printed()
    {
        var database = await (await PostgresCluster.SharedAsync()).CreateDatabaseAsync();
        await database.QueryAsync($"create role owner_of_secret superuser login password '{Uri.UnescapeDataString(Secret)}'");
        string uri = $"postgresql://owner_of_secret:{Secret}@127.0.0.1:{database.Port}/{database.Name}";
        await using var rig = await EngineRig.StartAsync(new MadeUpMarket(seed: 89, stocks: 12, s_from, s_to), database: uri);
        var said = new List<string?>();
        // A run with everything: retries, failures, a second round, a stop; then one that completes.
        rig.Service.Faults.Add("98:2024-01-08 x* drop");
        rig.Service.Faults.Add("98:2024-01-09 x1 garbled nan");
        await SayAsync(said, rig, new SyncRequest { Kind = SyncKind.Backfill, From = s_from, To = s_to, Shape = RequestShape.MarketDay });
        rig.Service.Faults.Clear();
        await SayAsync(said, rig, new SyncRequest { Kind = SyncKind.Retry });
        await using (var engine = rig.Open())
        {
            var plan = await engine.PlanAsync(new SyncRequest { Kind = SyncKind.Backfill, From = s_from, To = s_to, Force = true }, default);
            said.AddRange([plan.ToString(), plan.Reason, Text(await engine.InitializeAsync(default))]);
            await foreach (var check in engine.TestAsync(default))
                said.Add(Text(check));
        }
        said.AddRange((await rig.RunsAsync()).Select(Text));
        said.AddRange((await rig.FailuresAsync()).Select(Text));
        // What the tables keep is shown by other programs.
        foreach (string table in await database.QueryAsync("select table_name from information_schema.tables where table_schema = 'public'"))
            said.AddRange(await database.QueryAsync($"select * from {table}"));
        Assert.NotEmpty(said);
        AssertSilent(said);
    }

    [Theory]
    [InlineData("postgresql://postgres:{0}@127.0.0.1:1/nowhere")]
    [InlineData("postgresql://postgres:{0}@127.0.0.1:notaport/nowhere")]
    [InlineData("postgresql://postgres:{0}@127.0.0.1:1/nowhere?sslmode=nonsense")]
    [InlineData("postgresql://postgres:{0}@host.invalid/nowhere")]
    [InlineData("Host=127.0.0.1;Port=1;Username=postgres;Password={0};Database=nowhere")]
    [InlineData("Host=127.0.0.1;Port=1;Username=postgres;Password={0};Nonsense=1")]
    [InlineData("Host=127.0.0.1;Port=x;Username=postgres;Password={0}")]
    public async Task Incident_the_password_stood_in_the_error_of_a_database_that_could_not_be_opened(string text)
    {
        await using var rig = await EngineRig.StartAsync(new MadeUpMarket(seed: 89, stocks: 2, s_from, s_to));
        rig.Settings = rig.Settings with { Database = text.Replace("{0}", Secret, StringComparison.Ordinal) };
        var error = await Assert.ThrowsAsync<StockSyncException>(() => rig.BackfillAsync(s_from, s_to));
        // With its causes: some host of ours may print them.
        AssertSilent([error.ToString(), error.Advice, error.Target?.ToString()]);
    }

    static async Task SayAsync(List<string?> said, EngineRig rig, SyncRequest request)
    {
        var seen = new RecordingObserver();
        await rig.RunAsync(request, seen);
        said.AddRange([.. seen.Verbose, .. seen.Warnings, .. seen.Errors.Select(e => $"{e} {e.Advice} {e.Target}")]);
        said.AddRange([.. seen.Days.Select(Text), .. seen.Progress.Select(Text)]);
    }

    // Every public value of an object, as a report would show them.
    static string Text(object item) =>
        string.Join(' ', item.GetType().GetProperties().Select(p => $"{p.Name}={p.GetValue(item)}").Append(item.ToString()));

    // As written, as it is meant, and the half that stands out.
    static void AssertSilent(IEnumerable<string?> said)
    {
        foreach (string? text in said)
        {
            Assert.DoesNotContain(Secret, text ?? "", StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(Uri.UnescapeDataString(Secret), text ?? "", StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("Geheim", text ?? "", StringComparison.OrdinalIgnoreCase);
        }
    }
}
