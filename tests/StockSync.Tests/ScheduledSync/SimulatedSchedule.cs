using Microsoft.Extensions.Time.Testing;
using StockSync.Engine;
using StockSync.Engine.Operations.Alerts;
using StockSync.Engine.Stores.Sqlite;
using StockSync.Tests.EndToEnd;
using StockSync.Tests.Simulation;
using Xunit;

namespace StockSync.Tests.ScheduledSync;

/// <summary>
/// A machine that is left alone for many days: a scheduler starts tries, the machine is off now and then, the service is late, down, or not. The
/// operations and their SQLite store are real; clock and service are not.
/// </summary>
sealed class SimulatedSchedule : IAsyncDisposable
{
    static readonly TimeSpan s_beijing = TimeSpan.FromHours(8);
    static readonly TimeSpan s_tick = TimeSpan.FromSeconds(2);

    readonly DirectoryInfo _folder;
    readonly SimulatedMarket _market;
    readonly SyncSettings _settings;
    readonly SqliteStore _store;

    public SimulatedSchedule(long seed, DateTime startUtc)
    {
        _folder = Directory.CreateTempSubdirectory("stocksync-schedule-");
        Time = new FakeTimeProvider(new DateTimeOffset(startUtc, TimeSpan.Zero));
        _market = new SimulatedMarket(seed);
        Service = new SimulatedService(_market, Time, seed);
        _settings = new SyncSettings
        {
            Database = Path.Combine(_folder.FullName, "s.db"),
            Endpoint = "simulated:1",
            RetryMinDelay = TimeSpan.FromSeconds(0.5),
            RetryMaxDelay = TimeSpan.FromSeconds(1),
            SecondRoundDelay = TimeSpan.FromSeconds(1),
            OutageLimit = 3,
            OutageBudget = TimeSpan.FromSeconds(20),
            LeaseHeartbeat = TimeSpan.FromMinutes(10),
            LeaseExpiry = TimeSpan.FromHours(2),
        };
        _store = new SqliteStore(_settings.Database, Time);
        Operations = new SyncOperations(
            Services,
            new AlertPolicy(_settings, Sender),
            Sender,
            new LocalOutbox(_folder.FullName, Time),
            new SilentLog());
    }

    RunServices Services => new(_settings, _store, "simulated:1", gate => new SimulatedSource(Service, gate), Time);

    public FakeTimeProvider Time { get; }

    public SimulatedService Service { get; }

    public RecordingSender Sender { get; } = new();

    public SyncOperations Operations { get; }

    /// <summary>What happened, one line a start, for the message of a failed test.</summary>
    public List<string> Story { get; } = [];

    public DateTime Beijing => (Time.GetUtcNow() + s_beijing).DateTime;

    public Task<IReadOnlyList<SyncAlert>> OpenAlertsAsync() => _store.Alerts.GetAlertsAsync(true, 100, CancellationToken.None);

    public bool IsTradingDay(DateOnly day) => _market.IsTradingDay(day);

    public IEnumerable<DateOnly> TradingDays(DateOnly from, DateOnly to) => _market.TradingDays(to).Where(d => d >= from);

    public async ValueTask DisposeAsync()
    {
        await Operations.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    /// <summary>The clock goes on to the instant (UTC), and the scheduler starts a try.</summary>
    public async Task<ScheduledAttempt> FireAsync(DateTime at)
    {
        if (at > Time.GetUtcNow().UtcDateTime)
            Time.SetUtcNow(new DateTimeOffset(at, TimeSpan.Zero));
        Service.BeginRun();
        int shown = 0;
        var run = Task.Run(() => Operations.InvokeAttemptAsync(
            new RecordingObserver(),
            _ =>
            {
                shown++;
                return default;
            },
            CancellationToken.None));
        while (await Task.WhenAny(run, Task.Delay(1)) != run)
            Time.Advance(s_tick);
        var made = await run;
        Assert.Equal(1, shown);
        Story.Add($"{at + s_beijing:yyyy-MM-dd ddd HH:mm} trouble {Service.Trouble:0.0}: {made} exit {made.ExitCode}, {Service.FramesOfRun} frames, missed {made.Missed} {made.Message}");
        return made;
    }

    /// <summary>A run that nobody is told of.</summary>
    public async Task RunByHandAsync(SyncRequest request)
    {
        var engine = new SyncEngine(Services);
        var run = Task.Run(() => engine.RunAsync(request, new RecordingObserver(), CancellationToken.None));
        while (await Task.WhenAny(run, Task.Delay(1)) != run)
            Time.Advance(s_tick);
        await run;
    }

    public async Task<Dictionary<DateOnly, SyncDay>> DaysAsync() =>
        (await _store.Days.GetDaysAsync(null, null, CancellationToken.None)).ToDictionary(d => DateOnly.FromDateTime(d.Date));
}
