using StockSync.MarketServer;
using StockSync.Tests.Stores;
using Xunit;

namespace StockSync.Tests.EndToEnd;

/// <summary>A day is complete when several witnesses say so: what the service says of its own completeness is not enough.</summary>
public abstract class EvidenceContract
{
    static readonly DateOnly s_first = new(2024, 1, 2);
    static readonly DateOnly s_last = new(2024, 3, 29);
    static readonly DateOnly s_day = new(2024, 1, 31);
    static readonly MadeUpMarket s_market = new(seed: 5, stocks: 300, s_first, s_last);

    [StoreFact]
    public async Task A_day_that_was_half_published_stays_partial_until_the_rest_is_there_however_it_is_asked_for()
    {
        foreach (string way in (string[])["daily", "date", "retry", "retry of the day", "backfill"])
            await HalfPublishedAsync(way);
    }

    async Task HalfPublishedAsync(string way)
    {
        await using var evenings = await StartAsync();
        evenings.Views($"both {s_day:yyyy-MM-dd} share 0.5");
        await evenings.DailyAsync();
        await AssertPartialAsync(evenings);

        evenings.At(s_day.AddDays(1), "08:00");
        await evenings.AskAsync(way, s_day);
        await AssertPartialAsync(evenings);
        evenings.At(s_day.AddDays(5), "19:00");
        evenings.Service.Options.PublishedUntil = s_day;
        await evenings.AskAsync(way == "daily" ? "date" : way, s_day);
        await AssertPartialAsync(evenings);

        evenings.Views();
        await evenings.AskAsync(way == "daily" ? "date" : way, s_day);
        await AssertWholeAsync(evenings, s_day);
    }

    [StoreFact]
    public async Task An_older_day_whose_list_and_bars_are_thin_together_stays_open_and_is_healed_by_daily_runs()
    {
        await using var evenings = await StartAsync(backfill: false);
        var thin = new DateOnly(2024, 1, 15);
        evenings.Views($"both {thin:yyyy-MM-dd} lacking 0.05");
        await evenings.Rig.BackfillAsync(s_first, s_day);
        Assert.Equal(SyncDayStatus.Partial, (await evenings.DayAsync(thin)).Status);
        for (int i = 1; i <= 4; i++)
        {
            evenings.At(s_day.AddDays(i));
            await evenings.DailyAsync();
            Assert.Equal(SyncDayStatus.Partial, (await evenings.DayAsync(thin)).Status);
        }
        evenings.Views();
        evenings.At(s_day.AddDays(5));
        await evenings.DailyAsync();
        await AssertWholeAsync(evenings, thin);
    }

    [StoreFact]
    public async Task A_newest_day_that_lacks_a_hundredth_of_the_stocks_is_not_complete()
    {
        await using var evenings = await StartAsync();
        string[] lacking = [.. s_market.ListedCodes(s_day).Take(3)];
        evenings.Views($"both {s_day:yyyy-MM-dd} without {string.Join(',', lacking)}");
        await evenings.DailyAsync();
        var day = await evenings.DayAsync(s_day);
        Assert.Equal((SyncDayStatus.Partial, 3), (day.Status, day.Late));
        evenings.At(s_day, "22:00");
        evenings.Views();
        await evenings.DailyAsync();
        await AssertWholeAsync(evenings, s_day);
    }

    [StoreFact]
    public async Task One_stock_without_a_row_is_excused_by_the_same_answer_on_the_next_morning_and_then_at_once()
    {
        await using var evenings = await StartAsync();
        string code = s_market.ListedCodes(s_day).First();
        evenings.Views($"suspend {code} {s_day:yyyy-MM-dd}..2024-03-15");
        await evenings.DailyAsync();
        var day = await evenings.DayAsync(s_day);
        Assert.Equal((SyncDayStatus.Partial, 1, 1), (day.Status, day.Late, day.Waiting));
        evenings.At(s_day, "22:00");
        await evenings.DailyAsync();
        Assert.Equal(SyncDayStatus.Partial, (await evenings.DayAsync(s_day)).Status);
        evenings.At(s_day.AddDays(1), "08:00");
        await evenings.DailyAsync();
        Assert.Equal(SyncDayStatus.Completed, (await evenings.DayAsync(s_day)).Status);
        foreach (var next in s_market.TradingDays(s_day.AddDays(1), new DateOnly(2024, 2, 29)))
        {
            evenings.At(next);
            var seen = await evenings.DailyAsync();
            Assert.Equal(SyncDayStatus.Completed, seen.Days.Last().Status);
        }
        await using var store = Engine.Stores.StoreFactory.Open(evenings.Rig.Settings, evenings.Clock);
        Assert.Single(await store.GetAbsencesAsync(s_day, s_last, default));
    }

    [StoreFact]
    public async Task A_stock_that_resumes_after_months_is_stored_from_its_first_day_on()
    {
        await using var evenings = await StartAsync();
        string code = s_market.ListedCodes(s_day).First();
        evenings.Views($"suspend {code} 2024-01-10..2024-02-09");
        foreach (var day in s_market.TradingDays(s_day, new DateOnly(2024, 2, 28)))
        {
            evenings.At(day);
            await evenings.DailyAsync();
        }
        await AssertWholeAsync(evenings, new DateOnly(2024, 2, 28));
        Assert.All(
            (await evenings.Rig.CheckpointAsync()).Where(d => d.Date > new DateTime(2024, 2, 8)), d => Assert.Equal(SyncDayStatus.Completed, d.Status));
    }

    [StoreFact]
    public async Task The_bar_of_an_initial_listing_is_kept_although_the_stock_list_lags_behind_for_two_evenings()
    {
        await using var evenings = await StartAsync(backfill: false);
        var (code, listed) = Listing();
        evenings.At(listed.AddDays(-1));
        await evenings.Rig.BackfillAsync(s_first, listed.AddDays(-1));
        evenings.Views($"stocks late {code} until {listed.AddDays(2):yyyy-MM-dd}");
        foreach (var day in s_market.TradingDays(listed, listed.AddDays(6)))
        {
            evenings.At(day);
            await evenings.DailyAsync();
            await AssertWholeAsync(evenings, day);
        }
    }

    [StoreFact]
    public async Task A_first_stock_list_that_is_short_is_found_out_by_the_lists_of_the_days()
    {
        foreach (string rule in (string[])
        [
            "stocks first 80", "stocks lacking 0.05", "stocks pagecap 100", "stocks listed sh.600000 2024-01-20",
            "stocks type 5 sh.600000,sh.600001,sh.600002,sh.600003,sh.600004",
        ])
            await ShortListAsync(rule);
    }

    async Task ShortListAsync(string rule)
    {
        await using var evenings = await StartAsync(backfill: false);
        evenings.Views(rule);
        var seen = await evenings.Rig.BackfillAsync(s_first, s_day);
        Assert.All(seen.Days, d => Assert.Equal(SyncDayStatus.Completed, d.Status));
        await TruthChecker.AssertEqualAsync(evenings.Rig, s_first, s_day);
    }

    [StoreFact]
    public async Task A_replaced_code_owns_the_history_and_the_old_one_counts_nowhere()
    {
        await using var evenings = await StartAsync();
        string old = s_market.ListedCodes(s_day).First(c => c.StartsWith("sz.30", StringComparison.Ordinal));
        var from = s_market.TradingDays(s_day, s_day.AddDays(10)).First();
        evenings.Views($"rename {old} sz.309999 from {from:yyyy-MM-dd}");
        evenings.At(from);
        var seen = await evenings.DailyAsync();
        Assert.Equal(SyncDayStatus.Completed, Assert.Single(seen.Days).Status);
        Assert.Single(seen.Warnings);
        var bars = await evenings.Rig.ReadAsync(e => e.GetBarsAsync(new BarQuery { Codes = [new StockCode(309999)] }, default));
        Assert.Equal(s_market.StockRange(old, s_first, from).Count(), bars.Count);
        Assert.NotEmpty(await evenings.Rig.ReadAsync(e => e.GetBarsAsync(new BarQuery { Codes = [Code(old)] }, default)));
        Assert.DoesNotContain(await evenings.Rig.ReadAsync(e => e.GetBarsAsync(new BarQuery(), default)), b => b.Code == old[3..]);
        Assert.All(await evenings.Rig.CheckpointAsync(), d => Assert.Equal(SyncDayStatus.Completed, d.Status));
        int frames = evenings.Service.Log.Entries.Count;
        await evenings.Rig.BackfillAsync(s_first, from);
        Assert.Equal(frames, evenings.Service.Log.Entries.Count);
        foreach (var next in s_market.TradingDays(from.AddDays(1), from.AddDays(6)))
        {
            evenings.At(next);
            Assert.Equal(SyncDayStatus.Completed, Assert.Single((await evenings.DailyAsync()).Days).Status);
        }
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
        evenings.Views($"values {s_day:yyyy-MM-dd} {values}");
        int before = evenings.Service.Log.Count("98");
        await evenings.DailyAsync();
        var day = await evenings.DayAsync(s_day);
        Assert.Equal((SyncDayStatus.Failed, 0), (day.Status, day.Stored + day.Suspended));
        Assert.StartsWith("in doubt", day.Reason, StringComparison.Ordinal);
        Assert.Equal(2, evenings.Service.Log.Count("98") - before);
        evenings.At(s_day, "22:00");
        evenings.Views();
        await evenings.DailyAsync();
        await AssertWholeAsync(evenings, s_day);
    }

    [StoreFact]
    public async Task A_day_before_that_was_wrong_is_put_right_and_the_day_stands()
    {
        await using var evenings = await StartAsync(backfill: false);
        var before = s_market.TradingDays(s_first, s_day.AddDays(-1)).Last();
        evenings.At(before);
        evenings.Views($"values {before:yyyy-MM-dd} half");
        await evenings.Rig.RunAsync(new SyncRequest { Kind = SyncKind.Day });
        evenings.Views();
        evenings.At(s_day);
        var seen = await evenings.DailyAsync();
        Assert.Single(seen.Warnings);
        await TruthChecker.AssertEqualAsync(evenings.Rig, before, s_day);
        Assert.All(await evenings.Rig.CheckpointAsync(), d => Assert.Equal(SyncDayStatus.Completed, d.Status));
    }

    [StoreFact]
    public async Task Trading_days_that_a_calendar_called_closed_are_taken_when_it_is_right_again()
    {
        await using var evenings = await StartAsync(backfill: false);
        evenings.Views("calendar closed 2024-01-16..2024-01-18");
        await evenings.Rig.BackfillAsync(s_first, s_day);
        Assert.Equal(3, s_market.TradingDays(s_first, s_day).Count() - (await evenings.Rig.CheckpointAsync()).Count);
        evenings.Views();
        evenings.At(s_day.AddDays(1), "19:00");
        await evenings.Rig.BackfillAsync(s_first, s_day);
        await TruthChecker.AssertEqualAsync(evenings.Rig, s_first, s_day);
    }

    [StoreFact]
    public async Task A_calendar_without_a_trading_day_is_no_reason_to_be_complete()
    {
        await using var evenings = await StartAsync(backfill: false);
        evenings.Views("calendar closed all");
        var error = await Assert.ThrowsAsync<StockSyncException>(() => evenings.Rig.BackfillAsync(s_first, s_day));
        Assert.Equal(ErrorIds.CalendarDoubtful, error.ErrorId);
        evenings.Views();
        await evenings.Rig.BackfillAsync(s_first, s_day);
        await TruthChecker.AssertEqualAsync(evenings.Rig, s_first, s_day);
    }

    [StoreFact]
    public async Task A_holiday_plan_that_was_kept_while_the_clock_was_ahead_is_corrected()
    {
        await using var evenings = await StartAsync();
        evenings.Views("calendar closed 2024-02-05..2024-02-06");
        evenings.At(s_day.AddDays(20));
        evenings.Service.Options.PublishedUntil = s_day;
        await evenings.Rig.RunAsync(new SyncRequest { Kind = SyncKind.Day, Dates = [s_day.AddDays(15)] });
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
        string code = s_market.ListedCodes(s_day).First();
        evenings.Views($"both 2024-01-09..2024-01-24 without {code}");
        await evenings.Rig.BackfillAsync(s_first, s_day);
        Assert.All(await evenings.Rig.CheckpointAsync(), d => Assert.Equal(SyncDayStatus.Completed, d.Status));
        evenings.At(s_day, "22:00");
        evenings.Views();
        int before = evenings.Service.Log.Count("95");
        await evenings.DailyAsync();
        Assert.Equal(before, evenings.Service.Log.Count("95"));
        evenings.At(s_day.AddDays(1));
        await evenings.DailyAsync();
        Assert.Equal(before + 1, evenings.Service.Log.Count("95"));
        await TruthChecker.AssertEqualAsync(evenings.Rig, s_first, s_day);
        Assert.All(await evenings.Rig.CheckpointAsync(), d => Assert.Equal(SyncDayStatus.Completed, d.Status));
    }

    [StoreFact]
    public async Task A_bar_within_an_accepted_gap_opens_all_of_it()
    {
        await using var evenings = await StartAsync(backfill: false);
        string code = s_market.ListedCodes(s_day).First();
        evenings.Views($"both 2024-01-09..2024-01-24 without {code}");
        await evenings.Rig.BackfillAsync(s_first, s_day);
        evenings.At(s_day, "22:00");
        evenings.Views();
        await evenings.Rig.RunAsync(new SyncRequest { Kind = SyncKind.Day, Dates = [new DateOnly(2024, 1, 16)], Force = true });
        await evenings.Rig.RunAsync(new SyncRequest { Kind = SyncKind.Retry });
        await TruthChecker.AssertEqualAsync(evenings.Rig, s_first, s_day);
        Assert.All(await evenings.Rig.CheckpointAsync(), d => Assert.Equal(SyncDayStatus.Completed, d.Status));
    }

    [StoreFact]
    public async Task A_stock_that_enters_the_list_after_its_day_was_complete_opens_the_day_and_is_asked_for_by_the_next_run()
    {
        await using var evenings = await StartAsync(backfill: false);
        var (code, listed) = Listing();
        evenings.At(listed.AddDays(-1));
        await evenings.Rig.BackfillAsync(s_first, listed.AddDays(-1));
        evenings.Views($"stocks without {code}", $"both {listed:yyyy-MM-dd} without {code}");
        evenings.At(listed);
        await evenings.DailyAsync();
        Assert.Equal(SyncDayStatus.Completed, (await evenings.DayAsync(listed)).Status);
        evenings.Views();
        evenings.At(listed.AddDays(1), "08:00");
        await evenings.DailyAsync();
        await AssertWholeAsync(evenings, listed);
    }

    [StoreFact]
    public async Task Stocks_said_to_have_left_whose_bars_come_are_taken_back_at_once_and_a_new_code_beside_them_counts()
    {
        await using var evenings = await StartAsync();
        // Nobody else leaves on the two days.
        var leaving = s_market.Securities.Select(s => s.OutDate).ToHashSet();
        DateOnly[] days = [.. s_market.TradingDays(s_day, s_last)];
        int at = Enumerable.Range(1, days.Length - 1).First(i => !leaving.Contains(days[i]) && !leaving.Contains(days[i - 1]));
        string[] left = [.. s_market.ListedCodes(days[at]).Where(c => c.StartsWith("sh.", StringComparison.Ordinal)).Take(3)];
        string old = s_market.ListedCodes(days[at]).First(c => c.StartsWith("sz.30", StringComparison.Ordinal));
        string said = $"stocks out {string.Join(',', left)} {days[at - 1]:yyyy-MM-dd}";
        foreach (var day in days[..(at - 1)])
        {
            evenings.At(day);
            await evenings.DailyAsync();
        }
        evenings.Views(said);
        evenings.At(days[at - 1]);
        await evenings.DailyAsync();
        evenings.Views(said, $"rename {old} sz.309999 from {days[at]:yyyy-MM-dd} out {days[at]:yyyy-MM-dd}");
        evenings.At(days[at]);
        await evenings.DailyAsync();
        Assert.All(await evenings.Rig.CheckpointAsync(), d => Assert.Equal((SyncDayStatus.Completed, null), (d.Status, d.Reason)));
        var bars = await evenings.Rig.ReadAsync(e => e.GetBarsAsync(new BarQuery(), default));
        Assert.Equal(s_market.AShareBars(s_first, days[at]).Count(), bars.Count);
        Assert.Equal(s_market.StockRange(old, s_first, days[at]).Count(), bars.Count(b => b.Code == "309999"));
    }

    [StoreFact]
    public async Task A_first_list_that_is_wrong_about_chosen_stocks_is_found_out_by_the_lists_of_the_days()
    {
        foreach (string rule in (string[])["stocks listed sh.600000 2024-01-20", "stocks out sh.600000 2024-01-20"])
        {
            foreach (var shape in (RequestShape[])[RequestShape.StockRange, RequestShape.MarketDay])
            {
                await using var evenings = await StartAsync(backfill: false);
                evenings.Views(rule);
                await evenings.Rig.RunAsync(new SyncRequest
                {
                    Kind = SyncKind.Backfill, From = s_first, To = s_day, Codes = [new StockCode(600000), new StockCode(600001)], Shape = shape,
                });
                Assert.All(await evenings.Rig.CheckpointAsync(), d => Assert.Equal(
                    (SyncDayStatus.Completed, 2, 2), (d.Status, d.Expected, d.Stored + d.Suspended)));
            }
        }
    }

    [StoreFact]
    public async Task Stocks_said_to_have_left_whose_bars_come_back_are_asked_for_all_they_lack_in_the_same_run()
    {
        await using var evenings = await StartAsync();
        string[] left = [.. s_market.ListedCodes(s_day).Where(c => c.StartsWith("sh.", StringComparison.Ordinal)).Take(20)];
        DateOnly[] days = [.. s_market.TradingDays(s_day, s_last).Take(3)];
        evenings.Views(
            $"stocks out {string.Join(',', left)} {s_day:yyyy-MM-dd}", $"both {s_day:yyyy-MM-dd}..{days[1]:yyyy-MM-dd} without {string.Join(',', left)}");
        foreach (var day in days[..2])
        {
            evenings.At(day);
            await evenings.DailyAsync();
        }
        evenings.Views($"stocks out {string.Join(',', left)} {s_day:yyyy-MM-dd}");
        evenings.At(days[2]);
        await evenings.DailyAsync();
        foreach (var day in days)
            await AssertWholeAsync(evenings, day);
    }

    [StoreFact]
    public async Task A_replaced_code_of_a_copy_of_chosen_stocks_leaves_its_days_complete()
    {
        await using var evenings = await StartAsync(backfill: false);
        string old = s_market.ListedCodes(s_day).First(c => c.StartsWith("sz.30", StringComparison.Ordinal));
        evenings.At(s_day.AddDays(-1));
        await evenings.Rig.RunAsync(new SyncRequest
        {
            Kind = SyncKind.Backfill, From = s_first, To = s_day.AddDays(-1), Codes = [Code(old), new StockCode(600000)],
        });
        evenings.Views($"rename {old} sz.309999 from {s_day:yyyy-MM-dd}");
        evenings.At(s_day);
        await evenings.DailyAsync();
        Assert.All(await evenings.Rig.CheckpointAsync(), d => Assert.Equal((SyncDayStatus.Completed, 2, null), (d.Status, d.Expected, d.Reason)));
    }

    [StoreFact]
    public async Task A_run_for_the_market_keeps_the_days_of_a_copy_of_chosen_stocks_as_open_ones_and_says_so()
    {
        await using var evenings = await StartAsync(backfill: false);
        await evenings.Rig.RunAsync(new SyncRequest { Kind = SyncKind.Backfill, From = s_first, To = s_day, Codes = [new StockCode(600000)] });
        var seen = await evenings.Rig.BackfillAsync(s_day.AddDays(-1), s_day);
        Assert.Contains(seen.Warnings, w => w.Contains("whole market", StringComparison.Ordinal));
        var days = await evenings.Rig.CheckpointAsync();
        Assert.Equal(s_market.TradingDays(s_first, s_day).Count(), days.Count);
        Assert.All(days, d => Assert.Equal(d.Date >= s_day.AddDays(-1).ToDateTime(TimeOnly.MinValue), d.Status == SyncDayStatus.Completed));
        await evenings.Rig.BackfillAsync(s_first, s_day);
        await TruthChecker.AssertEqualAsync(evenings.Rig, s_first, s_day);
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
        string code = s_market.MarketDay(day).First(b => b.TradeStatus == "1").Code;
        evenings.Views($"values {day:yyyy-MM-dd} bad {code}");
        await evenings.Rig.RunAsync(new SyncRequest { Kind = SyncKind.Backfill, From = day, To = day, Force = true, Shape = shape });
        var open = await evenings.DayAsync(day);
        Assert.Equal((SyncDayStatus.Partial, 1), (open.Status, open.Quarantined));
        evenings.Views();
        await evenings.Rig.RunAsync(new SyncRequest { Kind = SyncKind.Retry });
        await AssertWholeAsync(evenings, day);
        await using var store = Engine.Stores.StoreFactory.Open(evenings.Rig.Settings, evenings.Clock);
        Assert.Equal(0, await store.CountQuarantinedAsync(default));
    }

    [StoreFact]
    public async Task A_bar_that_the_service_withdraws_is_told_and_kept()
    {
        await using var evenings = await StartAsync();
        var day = new DateOnly(2024, 1, 29);
        string code = s_market.ListedCodes(day).First();
        evenings.Views($"both {day:yyyy-MM-dd} without {code}");
        var seen = await evenings.Rig.RunAsync(new SyncRequest { Kind = SyncKind.Backfill, From = day, To = day, Force = true, Shape = RequestShape.MarketDay });
        Assert.Contains(code[3..], Assert.Single(seen.Warnings), StringComparison.Ordinal);
        await using var store = Engine.Stores.StoreFactory.Open(evenings.Rig.Settings, evenings.Clock);
        Assert.Equal($"{day:yyyy-MM-dd} {code[3..]}", Assert.Single(await store.GetClaimsAsync(default)).Subject);
        evenings.Views();
        await evenings.Rig.RunAsync(new SyncRequest { Kind = SyncKind.Backfill, From = day, To = day, Force = true, Shape = RequestShape.MarketDay });
        Assert.Empty(await store.GetClaimsAsync(default));
    }

    [StoreFact]
    public async Task A_copy_of_chosen_stocks_is_judged_by_them_alone()
    {
        await using var evenings = await StartAsync(backfill: false);
        StockCode[] codes = [.. s_market.ListedCodes(s_day).Take(15).Select(Code)];
        await evenings.Rig.RunAsync(new SyncRequest { Kind = SyncKind.Backfill, From = s_first, To = s_day, Codes = codes });
        Assert.All(await evenings.Rig.CheckpointAsync(), d => Assert.Equal((SyncDayStatus.Completed, 15), (d.Status, d.Expected)));
        await evenings.Rig.RunAsync(new SyncRequest { Kind = SyncKind.Backfill, From = s_day, To = s_day, Codes = codes, Force = true });
        Assert.Equal(SyncDayStatus.Completed, (await evenings.DayAsync(s_day)).Status);
        var next = s_market.TradingDays(s_day.AddDays(1), s_last).First();
        evenings.At(next);
        await evenings.DailyAsync();
        var day = await evenings.DayAsync(next);
        Assert.Equal((SyncDayStatus.Completed, 15), (day.Status, day.Stored + day.Suspended));
        int frames = evenings.Service.Log.Entries.Count;
        await evenings.Rig.RunAsync(new SyncRequest { Kind = SyncKind.Retry });
        Assert.Equal(frames, evenings.Service.Log.Entries.Count);
        await evenings.Rig.RunAsync(new SyncRequest { Kind = SyncKind.Backfill, From = s_first, To = next });
        await TruthChecker.AssertEqualAsync(evenings.Rig, s_first, next);
    }

    [StoreFact]
    public async Task A_forced_run_of_some_stocks_leaves_a_complete_day_complete()
    {
        await using var evenings = await StartAsync();
        await evenings.DailyAsync();
        await evenings.Rig.RunAsync(new SyncRequest
        {
            Kind = SyncKind.Backfill, From = s_day, To = s_day, Codes = [Code(s_market.ListedCodes(s_day).First())], Force = true,
        });
        await AssertWholeAsync(evenings, s_day);
    }

    [StoreFact]
    public async Task Imported_failures_are_retried()
    {
        await using var evenings = await StartAsync();
        await evenings.Rig.ReadAsync(e => e.ImportDaysAsync([], [s_day], default));
        await evenings.Rig.RunAsync(new SyncRequest { Kind = SyncKind.Retry });
        await AssertWholeAsync(evenings, s_day);
    }

    [StoreFact]
    public async Task An_ordinary_evening_costs_the_frames_that_it_always_did()
    {
        await using var evenings = await StartAsync();
        await evenings.DailyAsync();
        evenings.At(s_market.TradingDays(s_day.AddDays(1), s_last).First());
        int before = evenings.Service.Log.Entries.Count;
        var seen = await evenings.DailyAsync();
        Assert.Equal(SyncDayStatus.Completed, Assert.Single(seen.Days).Status);
        Assert.Empty(seen.Warnings);
        // Login, stock list, calendar, market day, list of the day, logout.
        Assert.Equal(["00", "02", "33", "35", "45", "98"], evenings.Service.Log.Entries.Skip(before).Select(e => e.Type).Order());
    }

    static StockCode Code(string code) => StockCode.TryParse(code, out var parsed) ? parsed : throw new ArgumentException(code, nameof(code));

    static (string Code, DateOnly Day) Listing()
    {
        var first = s_market.Securities.Where(s => s.IsAShare && s.IpoDate > new DateOnly(2024, 1, 10) && s.IpoDate < new DateOnly(2024, 3, 15))
            .OrderBy(s => s.IpoDate).First();
        return (first.Code, first.IpoDate);
    }

    /// <summary>The text of a new, empty database; null for a SQLite file.</summary>
    private protected abstract Task<string?> DatabaseAsync();

    async Task<Evenings> StartAsync(bool backfill = true)
    {
        var evenings = await Evenings.StartAsync(s_market, s_day, await DatabaseAsync());
        if (!backfill)
            return evenings;
        evenings.At(s_day.AddDays(-1));
        await evenings.Rig.BackfillAsync(s_first, s_day.AddDays(-1));
        evenings.At(s_day);
        return evenings;
    }

    static async Task AssertPartialAsync(Evenings evenings)
    {
        var day = await evenings.DayAsync(s_day);
        Assert.Equal((SyncDayStatus.Partial, s_market.ListedCodes(s_day).Count()), (day.Status, day.Expected));
        Assert.InRange(day.Late, 100, 200);
    }

    static async Task AssertWholeAsync(Evenings evenings, DateOnly day)
    {
        var record = await evenings.DayAsync(day);
        Assert.Equal((SyncDayStatus.Completed, s_market.ListedCodes(day).Count()), (record.Status, record.Expected));
        await TruthChecker.AssertEqualAsync(evenings.Rig, day, day);
    }
}

public sealed class EvidenceSqliteTests : EvidenceContract
{
    private protected override Task<string?> DatabaseAsync() => Task.FromResult<string?>(null);
}

[NeedsServer(TestServers.Postgres)]
public sealed class EvidencePostgresTests : EvidenceContract
{
    private protected override async Task<string?> DatabaseAsync() =>
        (await (await Fakes.PostgresCluster.SharedAsync()).CreateDatabaseAsync()).ConnectionString;
}
