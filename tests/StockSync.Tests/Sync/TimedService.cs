using Microsoft.Extensions.Time.Testing;
using StockSync.Engine.Sources.Contract;

namespace StockSync.Tests.Sync;

/// <summary>
/// A service whose answers take time of a fake clock and none of the test's. Requests for bars that are on their way at once take it
/// together: the clock goes on when as many wait as there are connections, or as are left.
/// </summary>
sealed class TimedService(FakeTimeProvider time, SyncSettings settings, int stocks)
{
    readonly Lock _lock = new();
    readonly Queue<int> _phases = new();
    readonly List<TaskCompletionSource> _waiting = [];
    int _left;

    /// <summary>Seconds of an answer, by its kind.</summary>
    public required IReadOnlyDictionary<RequestKind, Func<double>> Seconds { get; init; }

    public SyncSettings Settings => settings;

    public IReadOnlyList<StockEntry> Stocks { get; } =
        [.. Enumerable.Range(0, stocks).Select(s => new StockEntry(new StockCode(600000 + s), $"S{s}", new DateOnly(2000, 1, 1), null))];

    /// <summary>Says how many units follow, part by part; only needed with several connections.</summary>
    public void Expect(params IEnumerable<int> units)
    {
        foreach (int count in units.Where(u => u > 0))
            _phases.Enqueue(count);
        _left = _phases.Count > 0 ? _phases.Dequeue() : 0;
    }

    public static bool IsTradingDay(DateOnly day) => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);

    public static BarRow Row(StockCode code, DateOnly day) => new()
    {
        Code = code, Date = day, Open = 100_000, High = 100_500, Low = 99_500, Close = Close(day), Preclose = Close(Before(day)), Volume = 1000 + (day.DayNumber % 91),
        Amount = 100_000_000, ChangePct = BarRow.Missing, TurnoverRate = BarRow.Missing, PeTtm = BarRow.Missing, PbMrq = BarRow.Missing,
        PsTtm = BarRow.Missing, PcfNcfTtm = BarRow.Missing, TradeStatus = true,
    };

    static long Close(DateOnly day) => 100_000 + (day.DayNumber % 400);

    static DateOnly Before(DateOnly day)
    {
        do
            day = day.AddDays(-1);
        while (!IsTradingDay(day));
        return day;
    }

    /// <summary>One request, through the gate and through time.</summary>
    public async Task AskAsync(RequestKind kind, IRequestGate gate, CancellationToken cancellationToken)
    {
        await gate.PassAsync(kind, cancellationToken);
        double seconds = Seconds.TryGetValue(kind, out var latency) ? latency() : 0;
        if (settings.ThrottleLimit > 1 && kind is RequestKind.MarketDay or RequestKind.StockRange)
            await TogetherAsync(seconds);
        else
            time.Advance(TimeSpan.FromSeconds(seconds));
        gate.Completed(kind, 100, 1000, TimeSpan.FromSeconds(seconds));
        gate.Answered(kind, TimeSpan.FromSeconds(seconds));
    }

    Task TogetherAsync(double seconds)
    {
        var mine = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource[] released;
        lock (_lock)
        {
            _waiting.Add(mine);
            if (_waiting.Count < Math.Min(settings.ThrottleLimit, _left))
                return mine.Task;
            _left -= _waiting.Count;
            if (_left <= 0 && _phases.Count > 0)
                _left = _phases.Dequeue();
            released = [.. _waiting];
            _waiting.Clear();
        }
        time.Advance(TimeSpan.FromSeconds(seconds));
        foreach (var one in released)
            one.SetResult();
        return mine.Task;
    }
}
