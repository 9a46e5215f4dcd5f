using System.Globalization;
using Microsoft.Extensions.Time.Testing;
using StockSync.Engine.Stores.Sql;
using StockSync.MarketServer;
using StockSync.Tests.EndToEnd;
using StockSync.Tests.Fakes;
using Xunit;

namespace StockSync.Tests.Incidents;

/// <summary>What once went wrong between the rows and the database.</summary>
public class DatabaseIncidents
{
    static readonly DateOnly s_from = new(2024, 1, 2);
    static readonly DateOnly s_to = new(2024, 1, 31);

    [Fact]
    public Task Incident_change_amount_and_amplitude_were_always_null() => CheckDerivedColumnsAsync(null);

    [PostgresFact]
    public async Task Incident_change_amount_and_amplitude_were_always_null_in_PostgreSQL() =>
        await CheckDerivedColumnsAsync((await (await PostgresCluster.SharedAsync()).CreateDatabaseAsync()).ConnectionString);

    [PostgresFact]
    public async Task Incident_the_connection_died_in_the_middle_of_a_COPY()
    {
        var database = await (await PostgresCluster.SharedAsync()).CreateDatabaseAsync();
        await using var rig = await StartAsync(database.ConnectionString);
        await using (var engine = rig.Open())
            await engine.InitializeAsync(default);
        // The server ends the session that writes its 100th row, and again its 300th; a sequence counts on when all else is rolled back.
        await database.QueryAsync(
            """
            create sequence incident;
            create function die() returns trigger language plpgsql as $$
            begin
                if nextval('incident') in (100, 300) then
                    perform pg_terminate_backend(pg_backend_pid());
                end if;
                return new;
            end $$;
            create trigger incident before insert on daily_stock_data for each row execute function die();
            """);
        var seen = await rig.BackfillAsync(s_from, s_to, RequestShape.MarketDay);
        Assert.All(seen.Days, d => Assert.Equal(SyncDayStatus.Completed, d.Status));
        await TruthChecker.AssertEqualAsync(rig, s_from, s_to);
        // Died indeed: more rows were sent than there are.
        int sent = int.Parse(await database.ScalarAsync("select last_value from incident"), CultureInfo.InvariantCulture);
        Assert.True(sent > rig.Market.AShareBars(s_from, s_to).Count() + 100, $"{sent} rows were sent");
        Assert.Equal(SyncRunStatus.Completed, (await rig.RunsAsync())[0].Status);
    }

    [PostgresFact]
    public async Task Incident_the_database_pool_was_opened_at_the_start_and_a_sleeping_server_ended_the_program()
    {
        await using var cluster = await PostgresCluster.StartAsync();
        var database = await cluster.CreateDatabaseAsync();
        await cluster.StopServerAsync();
        await using var rig = await StartAsync(database.ConnectionString);
        // Nothing is connected to before something is asked for; then there is one clear error, and not a frame has been spent.
        await using var engine = rig.Open();
        var request = new SyncRequest { Kind = SyncKind.Backfill, From = s_from, To = s_to };
        var error = await Assert.ThrowsAsync<StockSyncException>(() => engine.RunAsync(request, new RecordingObserver(), default));
        Assert.Equal((ErrorIds.StoreUnreachable, true), (error.ErrorId, error.Advice?.Length > 0));
        Assert.Empty(rig.Service.Log.Entries);

        // The same engine, the same pool: awake, it works.
        await cluster.StartServerAsync();
        await engine.RunAsync(request, new RecordingObserver(), default);
        await TruthChecker.AssertEqualAsync(rig, s_from, s_to);
    }

    [PostgresFact]
    public async Task Incident_two_databases_were_in_use_and_the_record_of_one_stood_for_the_rows_of_the_other()
    {
        var database = await (await PostgresCluster.SharedAsync()).CreateDatabaseAsync();
        await using var rig = await StartAsync();
        var sqlite = rig.Settings;
        var postgres = rig.Settings with { Database = database.ConnectionString };
        await rig.BackfillAsync(s_from, new DateOnly(2024, 1, 15));

        // The other one knows of nothing, and is filled from the service alone.
        rig.Settings = postgres;
        Assert.Empty(await rig.CheckpointAsync());
        await rig.BackfillAsync(s_from, s_to);
        await TruthChecker.AssertEqualAsync(rig, s_from, s_to);

        // And the first one is where it was.
        rig.Settings = sqlite;
        Assert.All(await rig.CheckpointAsync(), d => Assert.True(DateOnly.FromDateTime(d.Date) <= new DateOnly(2024, 1, 15)));
        Assert.Single(await rig.RunsAsync());
        await rig.BackfillAsync(s_from, s_to);
        await TruthChecker.AssertEqualAsync(rig, s_from, s_to);
    }

    [PostgresFact]
    public async Task Incident_times_were_eight_hours_off()
    {
        var database = await (await PostgresCluster.SharedAsync()).CreateDatabaseAsync();
        // Whatever zone the server's sessions are in, an instant is an instant.
        await database.QueryAsync($"alter database {database.Name} set timezone to 'America/New_York'");
        var now = new DateTimeOffset(2024, 1, 31, 16, 30, 0, TimeSpan.Zero);
        foreach (string? text in (string?[])[null, database.ConnectionString])
        {
            await using var rig = await StartAsync(text);
            rig.Time = new FakeTimeProvider(now);
            // Half past midnight of 1 February in Beijing: the last of January is the day that is due.
            var seen = await rig.RunAsync(new SyncRequest { Kind = SyncKind.Day });
            var day = Assert.Single(seen.Days);
            Assert.Equal((s_to, DateTimeKind.Unspecified), (DateOnly.FromDateTime(day.Date), day.Date.Kind));
            var run = Assert.Single(await rig.RunsAsync());
            foreach (var instant in (DateTime?[])[run.StartedAt, run.EndedAt, Assert.Single(await rig.CheckpointAsync()).SettledAt])
                Assert.Equal((now.UtcDateTime, DateTimeKind.Utc), (instant!.Value, instant.Value.Kind));
        }
        Assert.Equal(
            now.ToUnixTimeSeconds(), (long)double.Parse(await database.ScalarAsync("select extract(epoch from started_at) from sync_run"), CultureInfo.InvariantCulture));
        Assert.Equal("2024-01-31", await database.ScalarAsync("select max(trade_date) from daily_stock_data"));
    }

    static async Task CheckDerivedColumnsAsync(string? database)
    {
        await using var rig = await StartAsync(database);
        await rig.BackfillAsync(s_from, s_to);
        var bars = await rig.ReadAsync(e => e.GetBarsAsync(new BarQuery(), CancellationToken.None));
        Assert.NotEmpty(bars);
        foreach (var bar in bars)
        {
            Assert.Equal(bar.Close - bar.Preclose, bar.ChangeAmount);
            Assert.Equal(Math.Round((bar.High - bar.Low) / bar.Preclose * 100, 6, MidpointRounding.AwayFromZero), bar.Amplitude);
        }
        Assert.Contains(bars, b => b.ChangeAmount != 0 && b.Amplitude > 0);
    }

    static async Task<EngineRig> StartAsync(string? database = null)
    {
        var rig = await EngineRig.StartAsync(new MadeUpMarket(seed: 83, stocks: 25, s_from, s_to), database: database);
        rig.Settings = rig.Settings with { CommitDays = 10 };
        return rig;
    }
}
