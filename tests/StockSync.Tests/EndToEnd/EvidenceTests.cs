using StockSync.Engine.Stores.Sql;
using StockSync.MarketServer;
using StockSync.Tests.Stores;
using Xunit;

namespace StockSync.Tests.EndToEnd;

/// <summary>A day is complete when several witnesses say so: what the service says of its own completeness is not enough.</summary>
public abstract class EvidenceContract : EvidenceScene
{
    [StoreFact]
    public async Task A_day_that_was_half_published_stays_partial_until_the_rest_is_there_however_it_is_asked_for()
    {
        foreach (string way in (string[])["daily", "date", "retry", "retry of the day", "backfill"])
            await HalfPublishedAsync(way);
    }

    async Task HalfPublishedAsync(string way)
    {
        await using var evenings = await StartAsync();
        evenings.Views($"both {Today:yyyy-MM-dd} share 0.5");
        await evenings.DailyAsync();
        await AssertPartialAsync(evenings);

        evenings.At(Today.AddDays(1), "08:00");
        await evenings.AskAsync(way, Today);
        await AssertPartialAsync(evenings);
        evenings.At(Today.AddDays(5), "19:00");
        evenings.Service.Options.PublishedUntil = Today;
        await evenings.AskAsync(way == "daily" ? "date" : way, Today);
        await AssertPartialAsync(evenings);

        evenings.Views();
        await evenings.AskAsync(way == "daily" ? "date" : way, Today);
        await AssertWholeAsync(evenings, Today);
    }

    [StoreFact]
    public async Task An_older_day_whose_list_and_bars_are_thin_together_stays_open_and_is_healed_by_daily_runs()
    {
        await using var evenings = await StartAsync(backfill: false);
        var thin = new DateOnly(2024, 1, 15);
        evenings.Views($"both {thin:yyyy-MM-dd} lacking 0.05");
        await evenings.Rig.BackfillAsync(First, Today);
        Assert.Equal(SyncDayStatus.Partial, (await evenings.DayAsync(thin)).Status);
        for (int i = 1; i <= 4; i++)
        {
            evenings.At(Today.AddDays(i));
            await evenings.DailyAsync();
            Assert.Equal(SyncDayStatus.Partial, (await evenings.DayAsync(thin)).Status);
        }
        evenings.Views();
        evenings.At(Today.AddDays(5));
        await evenings.DailyAsync();
        await AssertWholeAsync(evenings, thin);
    }

    [StoreFact]
    public async Task A_newest_day_that_lacks_a_hundredth_of_the_stocks_is_not_complete()
    {
        await using var evenings = await StartAsync();
        string[] lacking = [.. Market.ListedCodes(Today).Take(3)];
        evenings.Views($"both {Today:yyyy-MM-dd} without {string.Join(',', lacking)}");
        await evenings.DailyAsync();
        var day = await evenings.DayAsync(Today);
        Assert.Equal((SyncDayStatus.Partial, 3), (day.Status, day.Late));
        evenings.At(Today, "22:00");
        evenings.Views();
        await evenings.DailyAsync();
        await AssertWholeAsync(evenings, Today);
    }

    [StoreFact]
    public async Task One_stock_without_a_row_is_excused_by_the_same_answer_on_the_next_morning_and_then_at_once()
    {
        await using var evenings = await StartAsync();
        string code = Market.ListedCodes(Today).First();
        evenings.Views($"suspend {code} {Today:yyyy-MM-dd}..2024-03-15");
        await evenings.DailyAsync();
        var day = await evenings.DayAsync(Today);
        Assert.Equal((SyncDayStatus.Partial, 1, 1), (day.Status, day.Late, day.Waiting));
        evenings.At(Today, "22:00");
        await evenings.DailyAsync();
        Assert.Equal(SyncDayStatus.Partial, (await evenings.DayAsync(Today)).Status);
        evenings.At(Today.AddDays(1), "08:00");
        await evenings.DailyAsync();
        Assert.Equal(SyncDayStatus.Completed, (await evenings.DayAsync(Today)).Status);
        foreach (var next in Market.TradingDays(Today.AddDays(1), new DateOnly(2024, 2, 29)))
        {
            evenings.At(next);
            var seen = await evenings.DailyAsync();
            Assert.Equal(SyncDayStatus.Completed, seen.Days.Last().Status);
        }
        await using var store = Engine.Stores.StoreFactory.Open(evenings.Rig.Settings, evenings.Clock);
        Assert.Single(await store.Absences.GetAbsencesAsync(Today, Last, default));
    }

    [StoreFact]
    public async Task A_stock_that_resumes_after_months_is_stored_from_itFirst_day_on()
    {
        await using var evenings = await StartAsync();
        string code = Market.ListedCodes(Today).First();
        evenings.Views($"suspend {code} 2024-01-10..2024-02-09");
        foreach (var day in Market.TradingDays(Today, new DateOnly(2024, 2, 28)))
        {
            evenings.At(day);
            await evenings.DailyAsync();
        }
        await AssertWholeAsync(evenings, new DateOnly(2024, 2, 28));
        Assert.All(
            (await evenings.Rig.CheckpointAsync()).Where(d => d.Date > new DateTime(2024, 2, 8)), d => Assert.Equal(SyncDayStatus.Completed, d.Status));
    }

    [StoreFact]
    public async Task Nothing_is_stored_of_a_day_that_does_not_look_like_itself()
    {
        foreach (string values in (string[])["yesterday", "half", "swapped", "shifted"])
            await DoubtfulAsync(values);
    }

    async Task DoubtfulAsync(string values)
    {
        await using var evenings = await StartAsync();
        evenings.Views($"values {Today:yyyy-MM-dd} {values}");
        int before = evenings.Service.Log.Count("98");
        await evenings.DailyAsync();
        var day = await evenings.DayAsync(Today);
        Assert.Equal((SyncDayStatus.Failed, 0), (day.Status, day.Stored + day.Suspended));
        Assert.StartsWith("in doubt", day.Reason, StringComparison.Ordinal);
        Assert.Equal(2, evenings.Service.Log.Count("98") - before);
        evenings.At(Today, "22:00");
        evenings.Views();
        await evenings.DailyAsync();
        await AssertWholeAsync(evenings, Today);
    }

    [StoreFact]
    public async Task A_day_before_that_was_wrong_is_put_right_and_the_day_stands()
    {
        await using var evenings = await StartAsync(backfill: false);
        var before = Market.TradingDays(First, Today.AddDays(-1)).Last();
        evenings.At(before);
        evenings.Views($"values {before:yyyy-MM-dd} half");
        await evenings.Rig.RunAsync(new SyncRequest { Kind = SyncKind.Day });
        evenings.Views();
        evenings.At(Today);
        var seen = await evenings.DailyAsync();
        Assert.Single(seen.Warnings);
        await TruthChecker.AssertEqualAsync(evenings.Rig, before, Today);
        Assert.All(await evenings.Rig.CheckpointAsync(), d => Assert.Equal(SyncDayStatus.Completed, d.Status));
    }

    [StoreFact]
    public async Task Trading_days_that_a_calendar_called_closed_are_taken_when_it_is_right_again()
    {
        await using var evenings = await StartAsync(backfill: false);
        evenings.Views("calendar closed 2024-01-16..2024-01-18");
        await evenings.Rig.BackfillAsync(First, Today);
        Assert.Equal(3, Market.TradingDays(First, Today).Count() - (await evenings.Rig.CheckpointAsync()).Count);
        evenings.Views();
        evenings.At(Today.AddDays(1), "19:00");
        await evenings.Rig.BackfillAsync(First, Today);
        await TruthChecker.AssertEqualAsync(evenings.Rig, First, Today);
    }

    [StoreFact]
    public async Task A_calendar_without_a_trading_day_is_no_reason_to_be_complete()
    {
        await using var evenings = await StartAsync(backfill: false);
        evenings.Views("calendar closed all");
        var error = await Assert.ThrowsAsync<StockSyncException>(() => evenings.Rig.BackfillAsync(First, Today));
        Assert.Equal(ErrorIds.CalendarDoubtful, error.ErrorId);
        evenings.Views();
        await evenings.Rig.BackfillAsync(First, Today);
        await TruthChecker.AssertEqualAsync(evenings.Rig, First, Today);
    }

    [StoreFact]
    public async Task A_holiday_plan_that_was_kept_while_the_clock_was_ahead_is_corrected()
    {
        await using var evenings = await StartAsync();
        evenings.Views("calendar closed 2024-02-05..2024-02-06");
        evenings.At(Today.AddDays(20));
        evenings.Service.Options.PublishedUntil = Today;
        await evenings.Rig.RunAsync(new SyncRequest { Kind = SyncKind.Day, Dates = [Today.AddDays(15)] });
        evenings.Views();
        evenings.At(new DateOnly(2024, 2, 6));
        await evenings.DailyAsync();
        await AssertWholeAsync(evenings, new DateOnly(2024, 2, 6));
        await AssertWholeAsync(evenings, new DateOnly(2024, 2, 5));
    }

    [StoreFact]
    public async Task An_accepted_gap_is_asked_for_again_on_its_timetable()
    {
        await using var evenings = await StartAsync(backfill: false);
        string code = Market.ListedCodes(Today).First();
        evenings.Views($"both 2024-01-09..2024-01-24 without {code}");
        await evenings.Rig.BackfillAsync(First, Today);
        Assert.All(await evenings.Rig.CheckpointAsync(), d => Assert.Equal(SyncDayStatus.Completed, d.Status));
        evenings.At(Today, "22:00");
        evenings.Views();
        int before = evenings.Service.Log.Count("95");
        await evenings.DailyAsync();
        Assert.Equal(before, evenings.Service.Log.Count("95"));
        evenings.At(Today.AddDays(1));
        await evenings.DailyAsync();
        Assert.Equal(before + 1, evenings.Service.Log.Count("95"));
        await TruthChecker.AssertEqualAsync(evenings.Rig, First, Today);
        Assert.All(await evenings.Rig.CheckpointAsync(), d => Assert.Equal(SyncDayStatus.Completed, d.Status));
    }

    [StoreFact]
    public async Task A_bar_within_an_accepted_gap_opens_all_of_it()
    {
        await using var evenings = await StartAsync(backfill: false);
        string code = Market.ListedCodes(Today).First();
        evenings.Views($"both 2024-01-09..2024-01-24 without {code}");
        await evenings.Rig.BackfillAsync(First, Today);
        evenings.At(Today, "22:00");
        evenings.Views();
        await evenings.Rig.RunAsync(new SyncRequest { Kind = SyncKind.Day, Dates = [new DateOnly(2024, 1, 16)], Force = true });
        await evenings.Rig.RunAsync(new SyncRequest { Kind = SyncKind.Retry });
        await TruthChecker.AssertEqualAsync(evenings.Rig, First, Today);
        Assert.All(await evenings.Rig.CheckpointAsync(), d => Assert.Equal(SyncDayStatus.Completed, d.Status));
    }

    [StoreFact]
    public async Task A_bad_row_over_a_good_one_opens_the_day_and_the_right_one_clears_it()
    {
        foreach (var shape in (RequestShape[])[RequestShape.MarketDay, RequestShape.StockRange])
            await BadRowAsync(shape);
    }

    async Task BadRowAsync(RequestShape shape)
    {
        await using var evenings = await StartAsync();
        var day = new DateOnly(2024, 1, 29);
        string code = Market.MarketDay(day).First(b => b.TradeStatus == "1").Code;
        evenings.Views($"values {day:yyyy-MM-dd} bad {code}");
        await evenings.Rig.RunAsync(new SyncRequest { Kind = SyncKind.Backfill, From = day, To = day, Force = true, Shape = shape });
        var open = await evenings.DayAsync(day);
        Assert.Equal((SyncDayStatus.Partial, 1), (open.Status, open.Quarantined));
        evenings.Views();
        await evenings.Rig.RunAsync(new SyncRequest { Kind = SyncKind.Retry });
        await AssertWholeAsync(evenings, day);
        await using var store = Engine.Stores.StoreFactory.Open(evenings.Rig.Settings, evenings.Clock);
        Assert.Equal(0, await store.Failures.CountQuarantinedAsync(default));
    }

    [StoreFact]
    public async Task A_bar_that_the_service_withdraws_is_told_and_kept()
    {
        await using var evenings = await StartAsync();
        var day = new DateOnly(2024, 1, 29);
        string code = Market.ListedCodes(day).First();
        evenings.Views($"both {day:yyyy-MM-dd} without {code}");
        var seen = await evenings.Rig.RunAsync(new SyncRequest { Kind = SyncKind.Backfill, From = day, To = day, Force = true, Shape = RequestShape.MarketDay });
        Assert.Contains(code[3..], Assert.Single(seen.Warnings), StringComparison.Ordinal);
        await using var store = Engine.Stores.StoreFactory.Open(evenings.Rig.Settings, evenings.Clock);
        Assert.Equal($"{day:yyyy-MM-dd} {code[3..]}", Assert.Single(await store.Claims.GetClaimsAsync(default)).Subject);
        evenings.Views();
        await evenings.Rig.RunAsync(new SyncRequest { Kind = SyncKind.Backfill, From = day, To = day, Force = true, Shape = RequestShape.MarketDay });
        Assert.Empty(await store.Claims.GetClaimsAsync(default));
    }

    [StoreFact]
    public async Task Imported_failures_are_retried()
    {
        await using var evenings = await StartAsync();
        await evenings.Rig.ReadAsync(e => e.ImportDaysAsync([], [Today], default));
        await evenings.Rig.RunAsync(new SyncRequest { Kind = SyncKind.Retry });
        await AssertWholeAsync(evenings, Today);
    }

    [StoreFact]
    public async Task An_ordinary_evening_costs_the_frames_that_it_always_did()
    {
        await using var evenings = await StartAsync();
        await evenings.DailyAsync();
        evenings.At(Market.TradingDays(Today.AddDays(1), Last).First());
        int before = evenings.Service.Log.Entries.Count;
        var seen = await evenings.DailyAsync();
        Assert.Equal(SyncDayStatus.Completed, Assert.Single(seen.Days).Status);
        Assert.Empty(seen.Warnings);
        // Login, stock list, calendar, market day, list of the day, logout.
        Assert.Equal(["00", "02", "33", "35", "45", "98"], evenings.Service.Log.Entries.Skip(before).Select(e => e.Type).Order());
    }

    static async Task AssertPartialAsync(Evenings evenings)
    {
        var day = await evenings.DayAsync(Today);
        Assert.Equal((SyncDayStatus.Partial, Market.ListedCodes(Today).Count()), (day.Status, day.Expected));
        Assert.InRange(day.Late, 100, 200);
    }
}

public sealed class EvidenceSqliteTests : EvidenceContract;

[NeedsServer(TestServers.Postgres)]
public sealed class EvidencePostgresTests : EvidenceContract
{
    private protected override bool IsOnServer => true;
}
