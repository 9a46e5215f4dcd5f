using StockSync.Engine;
using StockSync.Engine.Operations.Alerts;
using StockSync.Engine.Sources.Baostock;
using StockSync.Engine.Stores;
using StockSync.Engine.Stores.Sql;
using StockSync.MarketServer;
using StockSync.Tests.EndToEnd;
using Xunit;

namespace StockSync.Tests.ScheduledSync;

/// <summary>
/// Two months of scheduled attempts, a long holiday among them: what they cost, and who hears what. The market is ordinary, or has all that a real
/// one has in such a time: a listing suspension, an initial listing, a delisting that the stock list learns of a day late, a code that is replaced.
/// </summary>
public sealed class OrdinaryMonthTests : IAsyncDisposable
{
    // The frames of an evening: login, stock list, calendar, market day, list of the day, logout.
    const int EveningFrames = 6;

    static readonly DateOnly s_first = new(2024, 1, 2);
    static readonly DateOnly s_last = new(2024, 3, 29);
    static readonly DateOnly s_start = new(2024, 1, 31);
    static readonly MadeUpMarket s_market = new(seed: 5, stocks: 300, s_first, s_last);

    readonly RecordingSender _sender = new();
    readonly List<string> _story = [];
    readonly Dictionary<DateOnly, (SyncDayStatus Status, int Frames)> _firstEvenings = [];
    Evenings? _evenings;
    SyncOperations? _operations;

    async Task StartAsync()
    {
        _evenings = await Evenings.StartAsync(s_market, s_start.AddDays(-1));
        await _evenings!.Rig.BackfillAsync(s_first, s_start.AddDays(-1));
        var settings = _evenings!.Rig.Settings;
        _operations = new SyncOperations(
            new RunServices(
                settings,
                StoreFactory.Open(settings, _evenings!.Clock),
                BaostockSource.AddressOf(settings).ToString(),
                gate => new BaostockSource(settings, gate, _evenings!.Clock),
                _evenings!.Clock)
            {
                Locks = EngineFactory.Locks(),
            },
            new AlertPolicy(settings, _sender),
            _sender,
            new LocalOutbox(settings.StateDirectory!, _evenings!.Clock),
            new SilentLog());
    }

    public async ValueTask DisposeAsync()
    {
        if (_operations is not null)
            await _operations.DisposeAsync();
        if (_evenings is not null)
            await _evenings.DisposeAsync();
    }

    [Fact]
    public async Task An_ordinary_month_is_complete_on_each_first_evening_for_six_frames_and_nobody_hears_of_it()
    {
        await StartAsync();
        await LiveAsync(_ => { });
        Assert.All(_firstEvenings, e => Assert.True(e.Value == (SyncDayStatus.Completed, EveningFrames), Story(e.Key)));
        Assert.Empty(_sender.Sent);
    }

    [Fact]
    public async Task What_happens_in_a_real_month_is_one_information_each_at_most()
    {
        string[] codes = [.. s_market.ListedCodes(s_start)];
        string suspended = codes[0];
        string replaced = codes.First(c => c.StartsWith("sz.30", StringComparison.Ordinal));
        string left = codes[^1];
        var young = s_market.Securities.Where(s => s.IsAShare && s.IpoDate > s_start.AddDays(1)).OrderBy(s => s.IpoDate).First();
        DateOnly suspension = new(2024, 2, 5), leaving = new(2024, 3, 5), renaming = new(2024, 3, 12);
        Assert.True(young.IpoDate < s_last, "no listing");
        await StartAsync();
        await LiveAsync(day => _evenings!.Views(
        [
            $"suspend {suspended} {suspension:yyyy-MM-dd}..2024-02-27",
            $"stocks late {young.Code} until {young.IpoDate:yyyy-MM-dd}",
            // Its last bar is that of the day before; the stock list says so a day later.
            $"both {leaving:yyyy-MM-dd}..{s_last:yyyy-MM-dd} without {left}",
            .. day > leaving ? [$"stocks out {left} {leaving:yyyy-MM-dd}"] : Array.Empty<string>(),
            $"rename {replaced} sz.309999 from {renaming:yyyy-MM-dd}",
        ]));
        Assert.All(_sender.Sent, m => Assert.Equal(AlertSeverity.Info, m.Severity));
        var alerts = _sender.Sent.Where(m => m.Kind == AlertMessageKind.Alert).ToArray();
        Assert.InRange(alerts.Length, 0, 4);
        Assert.Equal(alerts.Length, alerts.Select(m => m.AlertId).Distinct().Count());
        Assert.All(await _evenings!.Rig.CheckpointAsync(), d => Assert.Equal(SyncDayStatus.Completed, d.Status));
        // Only the first evening without a row waits, and only until the next morning.
        Assert.All(_firstEvenings, e => Assert.True(
            e.Value.Status == SyncDayStatus.Completed || e.Key == suspension || e.Key == leaving, Story(e.Key)));
        var bars = await _evenings!.Rig.ReadAsync(e => e.GetBarsAsync(new BarQuery(), default));
        int lacked = s_market.StockRange(suspended, suspension, new DateOnly(2024, 2, 27)).Count() + s_market.StockRange(left, leaving, s_last).Count();
        Assert.Equal(s_market.AShareBars(s_first, s_last).Count() - lacked, bars.Count);
    }

    async Task LiveAsync(Action<DateOnly> show)
    {
        var trading = s_market.TradingDays(s_first, s_last).ToHashSet();
        for (var day = s_start; day <= s_last; day = day.AddDays(1))
        {
            show(day);
            await TryAsync(day, "08:00");
            int frames = await TryAsync(day, "20:00");
            if (trading.Contains(day))
                _firstEvenings.Add(day, ((await _evenings!.DayAsync(day)).Status, frames));
            await TryAsync(day, "22:00");
        }
        await TryAsync(s_last.AddDays(1), "08:00");
    }

    async Task<int> TryAsync(DateOnly day, string time)
    {
        _evenings!.At(day, time);
        int before = _evenings!.Service.Log.Entries.Count;
        var made = await _operations!.InvokeAttemptAsync(new RecordingObserver(), static _ => default, CancellationToken.None);
        int frames = _evenings!.Service.Log.Entries.Count - before;
        _story.Add($"{day:yyyy-MM-dd} {time} {made}: {frames} frames, {_sender.Sent.Count} messages");
        return frames;
    }

    string Story(DateOnly day) => $"{day:yyyy-MM-dd}\n{string.Join('\n', _story)}";
}
