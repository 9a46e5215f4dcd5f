using Microsoft.Extensions.Time.Testing;
using StockSync.Engine;
using StockSync.Engine.Stores.Contract;
using StockSync.Engine.Stores.Sql;
using StockSync.Engine.Stores.Sqlite;
using StockSync.Tests.EndToEnd;
using Xunit;

namespace StockSync.Tests.Simulation;

/// <summary>
/// One life of a database: some runs in trouble with days passing between them, then runs in peace until nothing is left to do. The engine and
/// its SQLite store are real; clock and service are not. After each run the database is what it must be.
/// </summary>
sealed class SimulatedLife : IAsyncDisposable
{
    // In peace one run completes all days, a second one brings corrections; the budget of a day and a ban may each cost one more.
    const int PeacefulRuns = 8;

    static readonly TimeSpan s_tick = TimeSpan.FromSeconds(1);

    readonly Fate _fate;
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("stocksync-simulation-");
    readonly FakeTimeProvider _time;
    readonly SimulatedMarket _market;
    readonly SimulatedService _service;
    readonly FaultyStore _store;
    readonly SyncSettings _settings;
    readonly SyncEngine _engine;
    readonly LifeChecker _checker;

    /// <param name="seed">Decides everything.</param>
    /// <param name="bug">A bug put between engine and store, or null.</param>
    public SimulatedLife(long seed, Func<ISyncStore, ISyncStore>? bug = null)
    {
        _fate = new Fate(seed);
        // Some day in the middle of the market's first weeks, at some hour.
        _time = new FakeTimeProvider(new DateTimeOffset(2024, 1, 8 + _fate.Below(12, 1), _fate.Below(24, 2), 5, 0, TimeSpan.Zero));
        _market = new SimulatedMarket(seed);
        _service = new SimulatedService(_market, _time, seed) { Poison = _fate.Of(3) < 0.3 ? 1 : -1 };
        _settings = new SyncSettings
        {
            Database = Path.Combine(_folder.FullName, "s.db"),
            Endpoint = "simulated:1",
            ThrottleLimit = 1 + _fate.Below(3, 4),
            DailyBudget = _fate.Of(5) < 0.2 ? 40 + _fate.Below(100, 6) : 45_000,
            MaxRequestsPerSecond = 0,
            RetryMinDelay = TimeSpan.FromSeconds(0.5),
            RetryMaxDelay = TimeSpan.FromSeconds(1),
            SecondRoundDelay = TimeSpan.FromSeconds(1),
            OutageLimit = 3 + _fate.Below(8, 7),
            OutageBudget = TimeSpan.FromSeconds(20),
            BatchSize = 4,
            BatchMin = 2,
            BatchMax = 8,
            BatchStep = 1,
            CommitDays = 1 + _fate.Below(6, 8),
            CommitRows = 10 + _fate.Below(200, 9),
            // Of a lease that expires because the machine is busy there is nothing to learn here.
            LeaseHeartbeat = TimeSpan.FromMinutes(10),
            LeaseExpiry = TimeSpan.FromHours(2),
        };
        var real = new SqliteStore(_settings.Database, _time);
        _store = new FaultyStore(bug?.Invoke(real) ?? real, seed);
        _engine = new SyncEngine(new RunServices(_settings, _store, "simulated:1", gate => new SimulatedSource(_service, gate), _time));
        _checker = new LifeChecker(_engine, real, _market, _service, _settings);
    }

    /// <summary>What happened, one line a run, for the message of a failed test.</summary>
    public ICollection<string> Story { get; } = new List<string>();

    public async ValueTask DisposeAsync()
    {
        await _engine.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    public async Task LiveAsync()
    {
        int troubled = 1 + _fate.Below(4, 10);
        for (int run = 0; run < troubled; run++)
        {
            _service.Trouble = _fate.Of(11, run) * 0.5;
            _store.Trouble = _fate.Of(12, run) < 0.5 ? _fate.Of(13, run) * 0.1 : 0;
            await RunAsync(Request(run), _fate.Of(14, run) < 0.25 ? 1 + _fate.Below(30, 15, run) : null);
            _time.Advance(TimeSpan.FromHours(_fate.Below(60, 16, run)));
            if (_fate.Of(17, run) < 0.3)
                _market.Correct(_fate.Below(_market.Stocks.Count, 18, run), Today.AddDays(-_fate.Below(12, 19, run)));
        }
        await RestAsync();
    }

    DateOnly Today => DateOnly.FromDateTime(_service.Beijing);

    // The trouble is over, a ban and a spent budget too; late bars are out.
    async Task RestAsync()
    {
        (_service.Trouble, _store.Trouble) = (0, 0);
        for (int run = 0; run < PeacefulRuns; run++)
        {
            _time.Advance(TimeSpan.FromHours(49));
            await RunAsync(new SyncRequest { Kind = SyncKind.Backfill, From = SimulatedMarket.First, To = Today }, null);
            if (run < 1)
                // Corrections of days that are complete are only found by who asks again for everything.
                await RunAsync(new SyncRequest { Kind = SyncKind.Backfill, From = SimulatedMarket.First, To = Today, Force = true }, null);
            if (run >= 1 && await _checker.IsAllRightAsync())
                return;
        }
        Assert.Fail($"not complete after {PeacefulRuns} runs in peace: {await _checker.WhatIsMissingAsync()}");
    }

    SyncRequest Request(int run)
    {
        var to = Today.AddDays(_fate.Below(3, 20, run));
        var backfill = new SyncRequest
        {
            Kind = SyncKind.Backfill,
            From = SimulatedMarket.First.AddDays(_fate.Below(4, 21, run)),
            To = to > Today ? Today : to,
            Shape = (RequestShape)_fate.Below(3, 22, run),
            Force = _fate.Of(23, run) < 0.15,
            IgnoreBan = _fate.Of(24, run) < 0.3,
        };
        return _fate.Below(4, 25, run) switch
        {
            0 => new SyncRequest { Kind = SyncKind.Day, IgnoreBan = backfill.IgnoreBan },
            1 => new SyncRequest { Kind = SyncKind.Retry, IgnoreBan = backfill.IgnoreBan },
            2 when _fate.Of(26, run) < 0.4 => backfill with { Codes = [_market.Stocks[0].Code, _market.Stocks[^1].Code] },
            _ => backfill,
        };
    }

    async Task RunAsync(SyncRequest request, int? stopAtFrame)
    {
        using var stop = new CancellationTokenSource();
        _service.BeginRun();
        _service.OnFrame = frame =>
        {
            if (frame == stopAtFrame)
                stop.Cancel();
        };
        var observer = new RecordingObserver();
        string end = "ended";
        var run = Task.Run(() => _engine.RunAsync(request, observer, stop.Token), CancellationToken.None);
        // The clock goes on only when everybody has had time to reach for it; what a stopped run may take is short, and its database is real.
        while (await Task.WhenAny(run, Task.Delay(stop.IsCancellationRequested ? 250 : 1, CancellationToken.None)) != run)
            _time.Advance(s_tick);
        try
        {
            await run;
        }
        catch (StockSyncException e) when (e.ErrorId != ErrorIds.RunActive)
        {
            end = e.ErrorId;
            // In trouble a run may end with an error of the product; any other exception is a bug.
            Assert.True(_service.Trouble > 0 || _store.Trouble > 0 || e.ErrorId is ErrorIds.SourceBanned, $"in peace: {e}");
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            end = "stopped from outside";
        }
        Story.Add(
            $"{_service.Beijing:yyyy-MM-dd HH:mm} {request.Kind} {request.From:MM-dd}..{request.To:MM-dd} {request.Shape}{(request.Force ? " forced" : "")}, "
            + $"trouble {_service.Trouble:0.00} {_store.Trouble:0.00}, {_service.FramesOfRun} frames: {end}; {observer.Days.Count} days, {string.Join(", ", observer.Days.GroupBy(d => d.Status).Select(g => $"{g.Count()} {g.Key}"))}");
        double trouble = _store.Trouble;
        _store.Trouble = 0;
        await _checker.CheckAsync(observer, mayBeOpen: trouble > 0);
        _store.Trouble = trouble;
    }
}
