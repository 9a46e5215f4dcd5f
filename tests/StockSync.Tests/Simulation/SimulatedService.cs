using System.Collections.Concurrent;

namespace StockSync.Tests.Simulation;

/// <summary>The service: publishes the market day by day, fails as the seed has it, and counts what it is sent.</summary>
sealed class SimulatedService(SimulatedMarket market, TimeProvider time, long seed)
{
    static readonly TimeSpan s_beijing = TimeSpan.FromHours(8);

    readonly Fate _fate = new(seed ^ 0x5EED);
    readonly ConcurrentDictionary<(int, int, int), int> _asked = new();
    readonly ConcurrentDictionary<DateOnly, int> _frames = new();
    readonly Lock _lock = new();
    int _open;

    public SimulatedMarket Market => market;

    public TimeProvider Time => time;

    /// <summary>The chance of a request to go wrong; 0 in the end.</summary>
    public double Trouble { get; set; }

    /// <summary>A stock that cannot be had while there is trouble; -1 for none.</summary>
    public int Poison { get; init; } = -1;

    /// <summary>Called with each frame, counted from the start of the run.</summary>
    public Action<int>? OnFrame { get; set; }

    public int MostOpen { get; private set; }

    public bool IsBanning { get; set; }

    public int FramesAfterBan { get; private set; }

    public int FramesOfRun { get; private set; }

    public IEnumerable<KeyValuePair<DateOnly, int>> FramesByDay => _frames;

    /// <summary>The answers with bars since the last look.</summary>
    public ConcurrentQueue<GivenAnswer> Answers { get; } = new();

    public DateTime Beijing => (time.GetUtcNow() + s_beijing).DateTime;

    public void BeginRun() => (FramesOfRun, FramesAfterBan, IsBanning) = (0, 0, false);

    /// <summary>Bars come out at 17:00; in trouble some stocks of the newest day are late until the next morning.</summary>
    public bool IsPublished(int stock, DateOnly day)
    {
        var now = Beijing;
        var today = DateOnly.FromDateTime(now);
        if (!market.IsTradingDay(day) || !market.IsListed(stock, day) || day > today || (day == today && now.Hour < 17))
            return false;
        return day != today || Trouble == 0 || now.Hour >= 22 || _fate.Of(1, stock, day.DayNumber) > 0.3;
    }

    public void Open()
    {
        lock (_lock)
            MostOpen = Math.Max(MostOpen, ++_open);
    }

    public void Close() => Interlocked.Decrement(ref _open);

    /// <summary>Counts a frame that was let through.</summary>
    public void Frame()
    {
        lock (_lock)
        {
            FramesOfRun++;
            FramesAfterBan += IsBanning ? 1 : 0;
            _frames.AddOrUpdate(DateOnly.FromDateTime(Beijing), 1, static (_, n) => n + 1);
        }
        OnFrame?.Invoke(FramesOfRun);
    }

    /// <summary>What happens to this request, the next time it is asked: a number below 1 within the trouble, else 1 or more.</summary>
    public double Draw(int type, int what, int from)
    {
        if (Trouble == 0)
            return 1;
        int time = _asked.AddOrUpdate((type, what, from), 1, static (_, n) => n + 1);
        return what == Poison && type == 95 ? 0.05 : _fate.Of(2, type, what, from, time) / Trouble;
    }

    public double Of(params ReadOnlySpan<int> question) => _fate.Of(question);
}

/// <summary>What the service said of bars.</summary>
/// <param name="On">The Beijing day.</param>
/// <param name="Stock">Position of the stock that was asked for; null for the whole market.</param>
/// <param name="From">First day.</param>
/// <param name="To">Last day.</param>
/// <param name="Rows">The bars that were in the answer, those that break a rule too.</param>
sealed record GivenAnswer(DateOnly On, int? Stock, DateOnly From, DateOnly To, HashSet<(string Code, DateOnly Day)> Rows);
