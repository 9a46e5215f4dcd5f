using System.Globalization;
using StockSync.Engine;
using StockSync.MarketServer;
using StockSync.Tests.Crash;
using StockSync.Tests.EndToEnd;
using StockSync.Tests.Stores;
using Xunit;

namespace StockSync.Tests.Endpoints;

/// <summary>Several databases, one address: the service bans it at the second connection, so there must never be one.</summary>
public sealed class OneConnectionTests : IAsyncLifetime
{
    static readonly DateOnly s_from = new(2024, 1, 2);
    static readonly DateOnly s_to = new(2024, 2, 29);
    static readonly SyncRequest s_backfill = new() { Kind = SyncKind.Backfill, From = s_from, To = s_to, Shape = RequestShape.MarketDay };

    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("stocksync-test-");
    EngineRig _rig = null!;

    public async Task InitializeAsync() => _rig = await EngineRig.StartAsync(new MadeUpMarket(seed: 5, stocks: 10, s_from, s_to));

    public async Task DisposeAsync()
    {
        await _rig.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    public static TheoryData<string> Ways => ["run", "day", "stocks", "calendar"];

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task While_a_run_is_connected_another_database_gets_an_error_and_the_service_no_second_connection(string way)
    {
        await WhileConnectedAsync(async () =>
        {
            var error = await Assert.ThrowsAsync<StockSyncException>(() => AskAsync(way));
            Assert.Equal((ErrorIds.EndpointBusy, ErrorKind.Busy), (error.ErrorId, error.Kind));
            Assert.Contains(_rig.Service.Endpoint.ToString(), error.Message, StringComparison.Ordinal);
            Assert.Contains($"process {Environment.ProcessId}", error.Message, StringComparison.Ordinal);
            Assert.Contains($"run {(await _rig.RunsAsync())[0].RunId}", error.Message, StringComparison.Ordinal);
            Assert.NotEmpty(error.Advice!);
        });
        await AskAsync(way);
        Assert.Equal(1, _rig.Service.Log.MostConnectionsAtOnce);
        Assert.False(_rig.Service.HasBlacklisted);
    }

    [Fact]
    public async Task A_run_that_was_kept_out_leaves_no_trace_and_holds_up_nobody()
    {
        await WhileConnectedAsync(async () =>
        {
            await Assert.ThrowsAsync<StockSyncException>(() => AskAsync("run"));
            await using var engine = Other();
            await foreach (var run in engine.GetRunsAsync(false, 10, CancellationToken.None))
                Assert.Fail($"{run} was recorded.");
        });
        await AskAsync("run");
    }

    [Fact]
    public async Task A_check_of_the_connection_says_who_has_it()
    {
        await WhileConnectedAsync(async () =>
        {
            var check = await CheckSourceAsync();
            Assert.False(check.IsOk);
            Assert.Contains($"process {Environment.ProcessId}", check.Detail, StringComparison.Ordinal);
        });
        Assert.True((await CheckSourceAsync()).IsOk);
        Assert.Equal(1, _rig.Service.Log.MostConnectionsAtOnce);
    }

    [Fact]
    public async Task A_scheduled_try_that_is_kept_out_is_busy_and_not_made()
    {
        var settings = Settings() with { PublishTime = TimeOnly.MinValue };
        await WhileConnectedAsync(async () =>
        {
            ScheduledAttempt? made = null;
            await using var operations = EngineFactory.CreateOperations(settings);
            await operations.InvokeAttemptAsync(
                new RecordingObserver(),
                ended =>
                {
                    made = ended;
                    return default;
                },
                CancellationToken.None);
            Assert.Equal((AttemptOutcome.Busy, 75, ErrorIds.EndpointBusy), (made!.Outcome, made.ExitCode, made.ErrorId));
        });
        Assert.Equal(1, _rig.Service.Log.MostConnectionsAtOnce);
    }

    [Fact]
    public async Task Engines_at_once_with_a_database_each_are_let_in_one_by_one()
    {
        for (int round = 0; round < 10; round++)
        {
            var ends = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Task.Run(async () =>
            {
                await using var engine = EngineFactory.Create(Settings($"race-{round}-{i}.db"));
                try
                {
                    await engine.RunAsync(s_backfill with { To = s_from.AddDays(3) }, new RecordingObserver(), CancellationToken.None);
                    return "";
                }
                catch (StockSyncException e)
                {
                    return e.ErrorId;
                }
            })));
            Assert.Contains("", ends);
            Assert.All(ends, e => Assert.Contains(e, new[] { "", ErrorIds.EndpointBusy }));
        }
        Assert.Equal(1, _rig.Service.Log.MostConnectionsAtOnce);
        Assert.False(_rig.Service.HasBlacklisted);
    }

    [Fact]
    public async Task A_run_has_as_many_connections_of_its_own_as_it_may()
    {
        _rig.Service.Options.MaxConnections = 3;
        _rig.Service.Options.Latency["98"] = TimeSpan.FromMilliseconds(20);
        _rig.Settings = _rig.Settings with { ThrottleLimit = 3 };
        Assert.All((await _rig.RunAsync(s_backfill)).Days, d => Assert.Equal(SyncDayStatus.Completed, d.Status));
        Assert.Equal(3, _rig.Service.Log.MostConnectionsAtOnce);
    }

    [Fact]
    public async Task Another_process_is_named_and_when_it_is_killed_the_next_one_works()
    {
        await using var rig = await CrashRig.StartAsync(new SqliteTestDatabase());
        rig.Engine.Service.Faults.Add("98 skip 2 x1 stall");
        using var process = rig.Start();
        await rig.Engine.Service.Log.WaitForAsync(e => e.Fault is not null);
        var settings = rig.Engine.Settings with { Database = Path.Join(_folder.FullName, "other.db") };

        await using var engine = EngineFactory.Create(settings);
        var error = await Assert.ThrowsAsync<StockSyncException>(
            () => engine.RunAsync(rig.Backfill, new RecordingObserver(), CancellationToken.None));
        Assert.Equal(ErrorIds.EndpointBusy, error.ErrorId);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"process {process.Id} (run "), error.Message, StringComparison.Ordinal);
        Assert.Equal(1, rig.Engine.Service.Log.Connections);

        await process.KillAsync();
        Assert.Equal(SyncRunStatus.Completed, (await engine.RunAsync(rig.Backfill, new RecordingObserver(), CancellationToken.None))!.Status);
        Assert.Equal(1, rig.Engine.Service.Log.MostConnectionsAtOnce);
    }

    // Asks while a run with the rig's own database waits for an answer that does not come; then that run is stopped.
    async Task WhileConnectedAsync(Func<Task> ask)
    {
        _rig.Service.Faults.Add("98 skip 2 x1 stall");
        using var stop = new CancellationTokenSource();
        var running = _rig.RunAsync(s_backfill, cancellationToken: stop.Token);
        await _rig.Service.Log.WaitForAsync(e => e.Fault is not null);
        try
        {
            await ask();
        }
        finally
        {
            await stop.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        }
    }

    async Task AskAsync(string way)
    {
        await using var engine = Other();
        switch (way)
        {
            case "run":
                await engine.RunAsync(s_backfill, new RecordingObserver(), CancellationToken.None);
                break;
            case "day":
                await engine.RunAsync(new SyncRequest { Kind = SyncKind.Day, Dates = [s_from] }, new RecordingObserver(), CancellationToken.None);
                break;
            case "stocks":
                await foreach (var _ in engine.GetStocksAsync(refresh: true, CancellationToken.None))
                    continue;
                break;
            default:
                await foreach (var _ in engine.GetCalendarAsync(s_from, s_to, CancellationToken.None))
                    continue;
                break;
        }
    }

    async Task<ConnectionCheck> CheckSourceAsync()
    {
        await using var engine = Other();
        var checks = new List<ConnectionCheck>();
        await foreach (var check in engine.TestAsync(CancellationToken.None))
            checks.Add(check);
        return checks.Single(c => c.Name == "Source");
    }

    ISyncEngine Other() => EngineFactory.Create(Settings());

    // A database of its own and a state directory of its own, as with another profile.
    SyncSettings Settings(string database = "other.db") => _rig.Settings with
    {
        Database = Path.Join(_folder.FullName, database), StateDirectory = Path.Join(_folder.FullName, "state"),
    };
}
