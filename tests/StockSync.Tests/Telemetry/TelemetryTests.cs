using System.Diagnostics;
using StockSync.Engine.Stores.Sql;
using StockSync.Engine.Telemetry;
using StockSync.MarketServer;
using StockSync.Tests.EndToEnd;
using Xunit;

namespace StockSync.Tests.Telemetry;

/// <summary>What a listener in the process sees of a run: names, units and attributes are a promise.</summary>
public class TelemetryTests
{
    static readonly DateOnly s_from = new(2024, 1, 2);
    static readonly DateOnly s_to = new(2024, 1, 12);

    [Theory]
    [InlineData(RequestShape.MarketDay, "98")]
    [InlineData(RequestShape.StockRange, "95")]
    public async Task A_run_is_measured(RequestShape shape, string type)
    {
        using var telemetry = new TelemetryListener();
        await using var rig = await StartAsync();
        rig.Service.Faults.Add($"{type} skip 2 x1 drop");

        await rig.BackfillAsync(s_from, s_to, shape);

        var run = Assert.Single(await rig.RunsAsync());
        var duration = Assert.Single(telemetry.Of("stocksync.run.duration"));
        Assert.Equal("kind=Backfill status=Completed", duration.Tags);
        Assert.InRange(duration.Value, 0.0001, 600);
        Assert.Equal(
            [$"kind=Backfill stage=fetch {run.FetchTime.TotalSeconds:f3}", $"kind=Backfill stage=store {run.StoreTime.TotalSeconds:f3}",
                $"kind=Backfill stage=wait {run.WaitTime.TotalSeconds:f3}"],
            telemetry.Of("stocksync.stage.duration").Select(m => $"{m.Tags} {m.Value:f3}").Order());
        Assert.Equal(run.Inserted, telemetry.Sum("stocksync.rows", "change=inserted"));
        Assert.Equal(run.Inserted, telemetry.Sum("stocksync.rows"));
        Assert.Equal(1, telemetry.Sum("stocksync.retries"));
        Assert.Equal(rig.Service.Log.Count(type), telemetry.Sum("stocksync.requests", $"kind={shape}"));
        // The frame that was dropped has no answer.
        Assert.Equal(rig.Service.Log.Count(type) - 1, telemetry.Of("stocksync.source.latency").Count(m => m.Tags == $"kind={shape}"));
    }

    [Fact]
    public async Task Rows_that_changed_and_rows_that_did_not_are_told_apart()
    {
        await using var rig = await StartAsync();
        await rig.BackfillAsync(s_from, s_to, RequestShape.MarketDay);
        using var telemetry = new TelemetryListener();

        await rig.RunAsync(new SyncRequest
        {
            Kind = SyncKind.Backfill, From = s_from, To = s_to, Force = true, Attempt = new ScheduledAttempt { AttemptId = "t", Slot = "22:00", StartedAt = default },
        });

        Assert.Equal((await rig.RunsAsync())[0].Unchanged, telemetry.Sum("stocksync.rows", "change=unchanged"));
        Assert.Equal(0, telemetry.Sum("stocksync.rows", "change=inserted"));
        Assert.Equal("kind=Backfill slot=22:00 status=Completed", Assert.Single(telemetry.Of("stocksync.run.duration")).Tags);
    }

    [Fact]
    public async Task A_run_is_an_activity_with_its_fetches_and_commits_in_it()
    {
        using var telemetry = new TelemetryListener();
        await using var rig = await StartAsync();

        await rig.BackfillAsync(s_from, s_to, RequestShape.MarketDay);

        var run = Assert.Single(telemetry.Activities(SyncTelemetry.RunActivity));
        var record = Assert.Single(await rig.RunsAsync());
        Assert.Equal(
            (record.RunId, "Backfill", "Completed", ActivityStatusCode.Unset),
            (run.GetTagItem("stocksync.run.id"), run.GetTagItem("stocksync.run.kind"), run.GetTagItem("stocksync.run.status"), run.Status));
        var fetches = telemetry.Activities(SyncTelemetry.FetchActivity);
        Assert.Equal(
            rig.Market.TradingDays(s_from, s_to).Select(d => $"MarketDay {d:yyyy-MM-dd}"),
            fetches.Select(a => $"{a.GetTagItem("stocksync.shape")} {a.GetTagItem("stocksync.from")}").Order());
        var commits = telemetry.Activities(SyncTelemetry.CommitActivity);
        Assert.Equal(record.Inserted, commits.Sum(a => (int)a.GetTagItem("stocksync.rows")!));
        Assert.All(fetches.Concat(commits), a => Assert.Equal((run.SpanId, ActivityKind.Client), (a.ParentSpanId, a.Kind)));
    }

    [Fact]
    public async Task An_error_shows_its_id_and_nothing_of_its_text()
    {
        using var telemetry = new TelemetryListener();
        await using var rig = await StartAsync();
        rig.Service.Faults.Add("98 skip 2 x* error 10001011");

        await Assert.ThrowsAsync<StockSyncException>(() => rig.BackfillAsync(s_from, s_to, RequestShape.MarketDay));

        Assert.Equal("error.type=SourceBanned kind=Backfill status=Failed", Assert.Single(telemetry.Of("stocksync.run.duration")).Tags);
        var failed = telemetry.Activities(SyncTelemetry.FetchActivity)[^1];
        Assert.Equal((ErrorIds.SourceBanned, ActivityStatusCode.Error, null), (failed.GetTagItem("error.type"), failed.Status, failed.StatusDescription));
        Assert.Equal(ErrorIds.SourceBanned, Assert.Single(telemetry.Activities(SyncTelemetry.RunActivity)).GetTagItem("error.type"));
    }

    [Fact]
    public void Names_and_units_are_those_that_are_documented()
    {
        using var telemetry = new TelemetryListener();

        Assert.Equal(
            [
                "stocksync.alerts {message}", "stocksync.requests {request}", "stocksync.retries {retry}", "stocksync.rows {row}",
                "stocksync.run.duration s", "stocksync.source.latency s", "stocksync.stage.duration s",
            ],
            telemetry.Instruments.Select(i => $"{i.Name} {i.Unit}").Order(StringComparer.Ordinal));
        Assert.All(telemetry.Instruments, i => Assert.NotEmpty(i.Description!));
        Assert.Equal("StockSync", SyncTelemetry.Activities.Name);
    }

    static Task<EngineRig> StartAsync() => EngineRig.StartAsync(new MadeUpMarket(seed: 7, stocks: 15, s_from, s_to));
}
