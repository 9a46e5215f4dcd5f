using StockSync.MarketServer;
using StockSync.Tests.Stores;
using Xunit;

namespace StockSync.Tests.EndToEnd;

/// <summary>An answer that leaves out bars that are stored was cut short: it says nothing of those that are not.</summary>
public abstract class CutShortContract : EvidenceScene
{
    // One stock lacks its bars of two days, with stored ones in between.
    static readonly DateOnly[] s_open = [new(2024, 1, 15), new(2024, 1, 24)];
    static readonly string s_code = Market.ListedCodes(Today).First();
    static readonly string[] s_lacking = [.. s_open.Select(day => $"both {day:yyyy-MM-dd} without {s_code}")];
    static readonly SyncRequest s_request = new() { Kind = SyncKind.Backfill, From = First, To = Today, Shape = RequestShape.StockRange };

    async Task<Evenings> StartWithTwoOpenDaysAsync()
    {
        var evenings = await StartAsync(backfill: false);
        evenings.Views(s_lacking);
        await evenings.Rig.RunAsync(s_request);
        return evenings;
    }

    [StoreFact]
    public async Task A_market_day_without_bars_that_are_stored_is_no_second_answer()
    {
        foreach (string rest in (string[])["share 0", "share 0.5", "lacking 0.02"])
            await CutShortAsync(rest);
    }

    async Task CutShortAsync(string rest)
    {
        await using var evenings = await StartAsync();
        string lacking = $"both {Today:yyyy-MM-dd} without {Market.ListedCodes(Today).First()}";
        evenings.Views(lacking);
        await evenings.DailyAsync();
        Assert.Equal((SyncDayStatus.Partial, 1), ((await evenings.DayAsync(Today)).Status, (await evenings.DayAsync(Today)).Late));

        evenings.At(Today.AddDays(1), "08:00");
        evenings.Views(lacking, $"bars {Today:yyyy-MM-dd} {rest}");
        int before = evenings.Service.Log.Count("98");
        await evenings.Rig.RunAsync(new SyncRequest { Kind = SyncKind.Day, Dates = [Today], Shape = RequestShape.MarketDay });
        Assert.True(evenings.Service.Log.Count("98") > before);
        Assert.Equal(SyncDayStatus.Partial, (await evenings.DayAsync(Today)).Status);

        evenings.Views();
        await evenings.AskAsync("date", Today);
        await AssertWholeAsync(evenings, Today);
    }

    [StoreFact]
    public async Task An_answer_for_a_stock_without_bars_that_are_stored_is_no_second_answer()
    {
        // Empty, and empty between the two days that are open.
        foreach (string cut in (string[])[$"{First:yyyy-MM-dd}..{Today:yyyy-MM-dd}", "2024-01-16..2024-01-23"])
            await RangeCutShortAsync(cut);
    }

    async Task RangeCutShortAsync(string cut)
    {
        await using var evenings = await StartWithTwoOpenDaysAsync();
        foreach (var day in s_open)
            Assert.Equal((SyncDayStatus.Partial, 1), ((await evenings.DayAsync(day)).Status, (await evenings.DayAsync(day)).Late));

        evenings.At(Today.AddDays(1), "08:00");
        evenings.Views([.. s_lacking, $"bars {cut} without {s_code}"]);
        int before = evenings.Service.Log.Count("95");
        var seen = await evenings.Rig.RunAsync(s_request);
        Assert.True(evenings.Service.Log.Count("95") > before);
        Assert.Contains(seen.Errors, e => e.ErrorId == ErrorIds.SourceIncomplete);
        foreach (var day in s_open)
            Assert.Equal((SyncDayStatus.Partial, 1), ((await evenings.DayAsync(day)).Status, (await evenings.DayAsync(day)).Failed));

        evenings.Views();
        await evenings.AskAsync("retry", Today);
        foreach (var day in s_open)
            await AssertWholeAsync(evenings, day);
    }

    [StoreFact]
    public async Task An_answer_for_a_stock_without_stored_bars_counts_when_it_is_said_on_two_Beijing_days()
    {
        await using var evenings = await StartWithTwoOpenDaysAsync();
        // As where its history has gone to another code.
        evenings.Views($"both {First:yyyy-MM-dd}..{Today:yyyy-MM-dd} without {s_code}");
        foreach (string time in (string[])["08:00", "20:00"])
        {
            evenings.At(Today.AddDays(1), time);
            await evenings.Rig.RunAsync(s_request);
            Assert.Equal((SyncDayStatus.Partial, 1), ((await evenings.DayAsync(s_open[0])).Status, (await evenings.DayAsync(s_open[0])).Failed));
        }
        // From here on it is an answer like any other, and the first one since the stock failed.
        evenings.At(Today.AddDays(2), "08:00");
        await evenings.Rig.RunAsync(s_request);
        Assert.Equal((1, 0), ((await evenings.DayAsync(s_open[0])).Late, (await evenings.DayAsync(s_open[0])).Failed));
        evenings.At(Today.AddDays(3), "08:00");
        await evenings.Rig.RunAsync(s_request);
        foreach (var day in s_open)
            Assert.Equal(SyncDayStatus.Completed, (await evenings.DayAsync(day)).Status);
        await using var engine = Engine.EngineFactory.Create(evenings.Rig.Settings);
        Assert.Equal(20, await engine.GetBarsAsync(new BarQuery { Codes = [Code(s_code)] }, default).CountAsync());
        Assert.Single(await ClaimsAsync(evenings));
    }

    [StoreFact]
    public async Task What_a_stopped_run_was_answered_is_an_answer_of_its_own_day_alone()
    {
        await using var evenings = await StartWithTwoOpenDaysAsync();
        evenings.At(Today, "22:00");
        int same = await PlannedAfterStopAsync(Today, "22:30");
        Assert.Equal(same + 1, await PlannedAfterStopAsync(Today.AddDays(1), "08:00"));

        // Requests that a run plans which goes on where one was stopped that the stock was answered in.
        async Task<int> PlannedAfterStopAsync(DateOnly day, string time)
        {
            await using (var store = Engine.Stores.StoreFactory.Open(evenings.Rig.Settings, evenings.Clock))
            {
                await store.Bars.CommitAsync(
                    new() { Now = evenings.Clock.GetUtcNow().UtcDateTime, Covered = [new(Code(s_code), First, Today)] }, default);
            }
            evenings.At(day, time);
            await evenings.Rig.RunAsync(s_request);
            return (await evenings.Rig.RunsAsync()).MaxBy(run => run.StartedAt)!.EstimatedRequests;
        }
    }

    [StoreFact]
    public async Task A_bar_that_an_answer_for_its_stock_leaves_out_is_told_until_it_is_back()
    {
        await using var evenings = await StartWithTwoOpenDaysAsync();

        evenings.At(Today, "22:00");
        evenings.Views([.. s_lacking, $"bars 2024-01-18 without {s_code}"]);
        var seen = await evenings.Rig.RunAsync(s_request);
        Assert.Contains(seen.Warnings, w => w.Contains("2024-01-18", StringComparison.Ordinal) && w.Contains(s_code[^6..], StringComparison.Ordinal));
        Assert.Equal("2024-01-18 " + s_code[^6..], Assert.Single(await ClaimsAsync(evenings)).Subject);

        // By the next question about the stock, though that day is complete.
        evenings.Views(s_lacking);
        await evenings.Rig.RunAsync(s_request);
        Assert.Empty(await ClaimsAsync(evenings));
        Assert.Equal(SyncDayStatus.Completed, (await evenings.DayAsync(new(2024, 1, 18))).Status);
    }

    static async Task<IReadOnlyList<Engine.Stores.Contract.Claim>> ClaimsAsync(Evenings evenings)
    {
        await using var store = Engine.Stores.StoreFactory.Open(evenings.Rig.Settings, evenings.Clock);
        return await store.Claims.GetClaimsAsync(default);
    }
}

public sealed class CutShortSqliteTests : CutShortContract;

[NeedsServer(TestServers.Postgres)]
public sealed class CutShortPostgresTests : CutShortContract
{
    private protected override bool IsOnServer => true;
}
