using System.Text.Json;
using StockSync.Engine;
using StockSync.Engine.Stores.Sql;
using StockSync.MarketServer;
using StockSync.Tests.EndToEnd;
using Xunit;

namespace StockSync.Tests.Log;

/// <summary>What stands in the log after a run.</summary>
public sealed class LoggedRunTests : IDisposable
{
    static readonly DateOnly s_from = new(2024, 1, 2);
    static readonly DateOnly s_to = new(2024, 1, 5);

    readonly LogFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_run_leaves_its_start_its_days_its_warnings_and_its_end_under_its_id()
    {
        await using var rig = await EngineRig.StartAsync(new MadeUpMarket(seed: 3, stocks: 12, s_from, s_to));
        rig.Service.Faults.Add("98:2024-01-04 x* drop");
        var seen = new RecordingObserver();
        var run = await RunAsync(rig, seen, LogLevel.Information);
        var lines = _folder.Lines();
        Assert.Equal("run.started", Name(lines[0]));
        Assert.Equal("run.ended", Name(lines[^1]));
        Assert.All(lines, l => Assert.Equal(run!.RunId, l.GetProperty("run").GetString()));
        Assert.Equal(4, lines.Count(l => Name(l) == "day.settled"));
        var broken = lines.Single(l => Name(l) == "day.settled" && l.GetProperty("data").GetProperty("date").GetString() == "2024-01-04");
        Assert.Equal("Warning", broken.GetProperty("level").GetString());
        Assert.Equal(seen.Warnings.Count, lines.Count(l => Name(l) == "warning"));
        Assert.Equal(seen.Errors.Count, lines.Count(l => Name(l) == "error"));
        Assert.NotEmpty(seen.Errors.Select(_ => true).Concat(seen.Warnings.Select(_ => true)));
        Assert.Equal(run!.Status.ToString(), lines[^1].GetProperty("data").GetProperty("status").GetString());
        Assert.Equal(run.Requests, lines[^1].GetProperty("data").GetProperty("requests").GetInt32());
    }

    [Fact]
    public async Task A_run_that_fails_says_why_and_a_run_that_was_not_needed_is_no_news()
    {
        await using var rig = await EngineRig.StartAsync(new MadeUpMarket(seed: 3, stocks: 4, s_from, s_to));
        await RunAsync(rig, new RecordingObserver(), LogLevel.Information);
        int before = _folder.Lines().Count;
        await RunAsync(rig, new RecordingObserver(), LogLevel.Information);
        Assert.Equal(before, _folder.Lines().Count);

        rig.Settings = rig.Settings with { Database = "postgresql://u:pw@127.0.0.1:1/none" };
        var error = await Assert.ThrowsAsync<StockSyncException>(() => RunAsync(rig, new RecordingObserver(), LogLevel.Information));
        var last = _folder.Lines()[^1];
        Assert.Equal("run.failed", Name(last));
        Assert.Equal("Error", last.GetProperty("level").GetString());
        Assert.Equal(error.Message, last.GetProperty("text").GetString());
        Assert.Equal(error.ErrorId, last.GetProperty("data").GetProperty("errorId").GetString());
    }

    [Fact]
    public async Task A_stopped_run_is_logged_as_stopped()
    {
        await using var rig = await EngineRig.StartAsync(new MadeUpMarket(seed: 3, stocks: 4, s_from, s_to));
        using var stop = new CancellationTokenSource();
        var seen = new RecordingObserver { OnDay = _ => stop.Cancel() };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync(rig, seen, LogLevel.Information, stop.Token));
        Assert.Equal("run.stopped", Name(_folder.Lines()[^1]));
    }

    static string? Name(JsonElement line) => line.GetProperty("event").GetString();

    async Task<SyncRun?> RunAsync(EngineRig rig, RecordingObserver seen, LogLevel level, CancellationToken cancellationToken = default)
    {
        await using var engine = EngineFactory.Create(rig.Settings with { StateDirectory = _folder.State, LogLevel = level });
        return await engine.RunAsync(
            new SyncRequest { Kind = SyncKind.Backfill, From = s_from, To = s_to, Shape = RequestShape.MarketDay }, seen, cancellationToken);
    }
}
