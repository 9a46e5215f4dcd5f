using StockSync.MarketServer;

namespace StockSync.Tests.EndToEnd;

/// <summary>A market service and an engine that live through days: the clock is set, and the service shows what was published by then.</summary>
sealed class Evenings : IAsyncDisposable
{
    Evenings(EngineRig rig, ShiftedTime clock) => (Rig, Clock) = (rig, clock);

    public EngineRig Rig { get; }

    public ShiftedTime Clock { get; }

    public MarketService Service => Rig.Service;

    public IMarket Market => Rig.Market;

    /// <summary>Starts on the evening of a day.</summary>
    public static async Task<Evenings> StartAsync(IMarket market, DateOnly day, string? database = null)
    {
        var clock = new ShiftedTime();
        var rig = await EngineRig.StartAsync(market, new MarketServerOptions(), database);
        rig.Time = clock;
        var evenings = new Evenings(rig, clock);
        evenings.At(day);
        return evenings;
    }

    /// <summary>Sets the clock to a Beijing time of a day; the days up to then are published.</summary>
    public void At(DateOnly day, string time = "20:00")
    {
        var at = new DateTimeOffset(day.ToDateTime(TimeOnly.Parse(time, null)), TimeSpan.FromHours(8));
        Clock.Set(at);
        Service.Options.PublishedUntil = at.TimeOfDay >= new TimeSpan(17, 30, 0) ? day : day.AddDays(-1);
    }

    public void Views(params string[] rules) => Service.Views.Set(rules);

    public Task<RecordingObserver> DailyAsync() => Rig.RunAsync(new SyncRequest { Kind = SyncKind.Day });

    /// <summary>One of the ways in which a person asks for a day.</summary>
    public Task<RecordingObserver> AskAsync(string way, DateOnly day) => Rig.RunAsync(way switch
    {
        "daily" => new SyncRequest { Kind = SyncKind.Day },
        "date" => new SyncRequest { Kind = SyncKind.Day, Dates = [day] },
        "retry" => new SyncRequest { Kind = SyncKind.Retry },
        "retry of the day" => new SyncRequest { Kind = SyncKind.Retry, Targets = [new RetryTarget(null, day, day)] },
        "backfill" => new SyncRequest { Kind = SyncKind.Backfill, From = day.AddDays(-6), To = day },
        _ => throw new ArgumentException(way, nameof(way)),
    });

    /// <summary>The record of a day.</summary>
    public async Task<SyncDay> DayAsync(DateOnly day) =>
        (await Rig.CheckpointAsync()).Single(d => DateOnly.FromDateTime(d.Date) == day);

    public ValueTask DisposeAsync() => Rig.DisposeAsync();
}

/// <summary>A clock that runs on from any instant it is set to.</summary>
sealed class ShiftedTime : TimeProvider
{
    TimeSpan _shift;

    public void Set(DateTimeOffset now) => _shift = now - DateTimeOffset.UtcNow;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UtcNow + _shift;
}
