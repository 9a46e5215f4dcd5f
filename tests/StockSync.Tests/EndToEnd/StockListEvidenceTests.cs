using StockSync.Engine.Stores.Sql;
using StockSync.MarketServer;
using StockSync.Tests.Stores;
using Xunit;

namespace StockSync.Tests.EndToEnd;

/// <summary>Which stocks a day must have: lists that are short, late or wrong, codes that are replaced, copies of chosen stocks.</summary>
public abstract class StockListEvidenceContract : EvidenceScene
{
    [StoreFact]
    public async Task The_bar_of_an_initial_listing_is_kept_although_the_stock_list_lags_behind_for_two_evenings()
    {
        await using var evenings = await StartAsync(backfill: false);
        var (code, listed) = Listing();
        evenings.At(listed.AddDays(-1));
        await evenings.Rig.BackfillAsync(First, listed.AddDays(-1));
        evenings.Views($"stocks late {code} until {listed.AddDays(2):yyyy-MM-dd}");
        foreach (var day in Market.TradingDays(listed, listed.AddDays(6)))
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
        var seen = await evenings.Rig.BackfillAsync(First, Today);
        Assert.All(seen.Days, d => Assert.Equal(SyncDayStatus.Completed, d.Status));
        await TruthChecker.AssertEqualAsync(evenings.Rig, First, Today);
    }

    [StoreFact]
    public async Task A_replaced_code_owns_the_history_and_the_old_one_counts_nowhere()
    {
        await using var evenings = await StartAsync();
        string old = Market.ListedCodes(Today).First(c => c.StartsWith("sz.30", StringComparison.Ordinal));
        var from = Market.TradingDays(Today, Today.AddDays(10)).First();
        evenings.Views($"rename {old} sz.309999 from {from:yyyy-MM-dd}");
        evenings.At(from);
        var seen = await evenings.DailyAsync();
        Assert.Equal(SyncDayStatus.Completed, Assert.Single(seen.Days).Status);
        Assert.Single(seen.Warnings);
        var bars = await evenings.Rig.ReadAsync(e => e.GetBarsAsync(new BarQuery { Codes = [new StockCode(309999)] }, default));
        Assert.Equal(Market.StockRange(old, First, from).Count(), bars.Count);
        Assert.NotEmpty(await evenings.Rig.ReadAsync(e => e.GetBarsAsync(new BarQuery { Codes = [Code(old)] }, default)));
        Assert.DoesNotContain(await evenings.Rig.ReadAsync(e => e.GetBarsAsync(new BarQuery(), default)), b => b.Code == old[3..]);
        Assert.All(await evenings.Rig.CheckpointAsync(), d => Assert.Equal(SyncDayStatus.Completed, d.Status));
        int frames = evenings.Service.Log.Entries.Count;
        await evenings.Rig.BackfillAsync(First, from);
        Assert.Equal(frames, evenings.Service.Log.Entries.Count);
        foreach (var next in Market.TradingDays(from.AddDays(1), from.AddDays(6)))
        {
            evenings.At(next);
            Assert.Equal(SyncDayStatus.Completed, Assert.Single((await evenings.DailyAsync()).Days).Status);
        }
    }

    [StoreFact]
    public async Task A_day_that_is_asked_for_again_while_a_code_is_replaced_expects_the_new_code_alone()
    {
        await using var evenings = await StartAsync();
        string old = Market.ListedCodes(Today).First(c => c.StartsWith("sz.30", StringComparison.Ordinal));
        string late = Market.ListedCodes(Today).First(c => c.StartsWith("sh.", StringComparison.Ordinal));
        DateOnly[] days = [.. Market.TradingDays(Today.AddDays(1), Today.AddDays(12)).Take(2)];
        evenings.Views($"bars {days[0]:yyyy-MM-dd} without {late}");
        evenings.At(days[0]);
        await evenings.DailyAsync();
        Assert.Equal(SyncDayStatus.Partial, (await evenings.DayAsync(days[0])).Status);

        evenings.Views($"rename {old} sz.309999 from {days[1]:yyyy-MM-dd}");
        evenings.At(days[1]);
        await evenings.DailyAsync();

        Assert.All(await evenings.Rig.CheckpointAsync(), d => Assert.Equal((SyncDayStatus.Completed, null), (d.Status, d.Reason)));
    }

    [StoreFact]
    public async Task A_code_that_only_the_bars_of_an_earlier_day_name_is_asked_for_on_all_recorded_days_since()
    {
        await using var evenings = await StartAsync(backfill: false);
        string code = Market.ListedCodes(First).First(c => c.StartsWith("sh.", StringComparison.Ordinal));
        string unlisted = $"stocks without {code}";
        evenings.Views(unlisted, $"both {First:yyyy-MM-dd}..{Today:yyyy-MM-dd} without {code}");
        await evenings.Rig.BackfillAsync(First.AddDays(10), Today);
        Assert.All(await evenings.Rig.CheckpointAsync(), d => Assert.Equal(SyncDayStatus.Completed, d.Status));

        // Bars name it now, and the stock list still does not.
        evenings.Views(unlisted);
        evenings.At(Today.AddDays(1), "09:00");
        await evenings.AskAsync("date", Market.TradingDays(First, Today).First());

        foreach (var record in await evenings.Rig.CheckpointAsync())
            await AssertWholeAsync(evenings, DateOnly.FromDateTime(record.Date));
    }

    [StoreFact]
    public async Task A_stock_that_enters_the_list_after_itToday_was_complete_opens_the_day_and_is_asked_for_by_the_next_run()
    {
        await using var evenings = await StartAsync(backfill: false);
        var (code, listed) = Listing();
        evenings.At(listed.AddDays(-1));
        await evenings.Rig.BackfillAsync(First, listed.AddDays(-1));
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
        var leaving = Market.Securities.Select(s => s.OutDate).ToHashSet();
        DateOnly[] days = [.. Market.TradingDays(Today, Last)];
        int at = Enumerable.Range(1, days.Length - 1).First(i => !leaving.Contains(days[i]) && !leaving.Contains(days[i - 1]));
        string[] left = [.. Market.ListedCodes(days[at]).Where(c => c.StartsWith("sh.", StringComparison.Ordinal)).Take(3)];
        string old = Market.ListedCodes(days[at]).First(c => c.StartsWith("sz.30", StringComparison.Ordinal));
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
        Assert.Equal(Market.AShareBars(First, days[at]).Count(), bars.Count);
        Assert.Equal(Market.StockRange(old, First, days[at]).Count(), bars.Count(b => b.Code == "309999"));
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
                    Kind = SyncKind.Backfill, From = First, To = Today, Codes = [new StockCode(600000), new StockCode(600001)], Shape = shape,
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
        string[] left = [.. Market.ListedCodes(Today).Where(c => c.StartsWith("sh.", StringComparison.Ordinal)).Take(20)];
        DateOnly[] days = [.. Market.TradingDays(Today, Last).Take(3)];
        evenings.Views(
            $"stocks out {string.Join(',', left)} {Today:yyyy-MM-dd}", $"both {Today:yyyy-MM-dd}..{days[1]:yyyy-MM-dd} without {string.Join(',', left)}");
        foreach (var day in days[..2])
        {
            evenings.At(day);
            await evenings.DailyAsync();
        }
        evenings.Views($"stocks out {string.Join(',', left)} {Today:yyyy-MM-dd}");
        evenings.At(days[2]);
        await evenings.DailyAsync();
        foreach (var day in days)
            await AssertWholeAsync(evenings, day);
    }

    [StoreFact]
    public async Task A_replaced_code_of_a_copy_of_chosen_stocks_leaves_itTodays_complete()
    {
        await using var evenings = await StartAsync(backfill: false);
        string old = Market.ListedCodes(Today).First(c => c.StartsWith("sz.30", StringComparison.Ordinal));
        evenings.At(Today.AddDays(-1));
        await evenings.Rig.RunAsync(new SyncRequest
        {
            Kind = SyncKind.Backfill, From = First, To = Today.AddDays(-1), Codes = [Code(old), new StockCode(600000)],
        });
        evenings.Views($"rename {old} sz.309999 from {Today:yyyy-MM-dd}");
        evenings.At(Today);
        await evenings.DailyAsync();
        Assert.All(await evenings.Rig.CheckpointAsync(), d => Assert.Equal((SyncDayStatus.Completed, 2, null), (d.Status, d.Expected, d.Reason)));
    }

    [StoreFact]
    public async Task A_run_for_the_market_keeps_the_days_of_a_copy_of_chosen_stocks_as_open_ones_and_says_so()
    {
        await using var evenings = await StartAsync(backfill: false);
        await evenings.Rig.RunAsync(new SyncRequest { Kind = SyncKind.Backfill, From = First, To = Today, Codes = [new StockCode(600000)] });
        var seen = await evenings.Rig.BackfillAsync(Today.AddDays(-1), Today);
        Assert.Contains(seen.Warnings, w => w.Contains("whole market", StringComparison.Ordinal));
        var days = await evenings.Rig.CheckpointAsync();
        Assert.Equal(Market.TradingDays(First, Today).Count(), days.Count);
        Assert.All(days, d => Assert.Equal(d.Date >= Today.AddDays(-1).ToDateTime(TimeOnly.MinValue), d.Status == SyncDayStatus.Completed));
        await evenings.Rig.BackfillAsync(First, Today);
        await TruthChecker.AssertEqualAsync(evenings.Rig, First, Today);
        Assert.All(await evenings.Rig.CheckpointAsync(), d => Assert.Equal(SyncDayStatus.Completed, d.Status));
    }

    [StoreFact]
    public async Task A_copy_of_chosen_stocks_is_judged_by_them_alone()
    {
        await using var evenings = await StartAsync(backfill: false);
        StockCode[] codes = [.. Market.ListedCodes(Today).Take(15).Select(Code)];
        await evenings.Rig.RunAsync(new SyncRequest { Kind = SyncKind.Backfill, From = First, To = Today, Codes = codes });
        Assert.All(await evenings.Rig.CheckpointAsync(), d => Assert.Equal((SyncDayStatus.Completed, 15), (d.Status, d.Expected)));
        await evenings.Rig.RunAsync(new SyncRequest { Kind = SyncKind.Backfill, From = Today, To = Today, Codes = codes, Force = true });
        Assert.Equal(SyncDayStatus.Completed, (await evenings.DayAsync(Today)).Status);
        var next = Market.TradingDays(Today.AddDays(1), Last).First();
        evenings.At(next);
        await evenings.DailyAsync();
        var day = await evenings.DayAsync(next);
        Assert.Equal((SyncDayStatus.Completed, 15), (day.Status, day.Stored + day.Suspended));
        int frames = evenings.Service.Log.Entries.Count;
        await evenings.Rig.RunAsync(new SyncRequest { Kind = SyncKind.Retry });
        Assert.Equal(frames, evenings.Service.Log.Entries.Count);
        await evenings.Rig.RunAsync(new SyncRequest { Kind = SyncKind.Backfill, From = First, To = next });
        await TruthChecker.AssertEqualAsync(evenings.Rig, First, next);
    }

    [StoreFact]
    public async Task A_forced_run_of_some_stocks_leaves_a_complete_day_complete()
    {
        await using var evenings = await StartAsync();
        await evenings.DailyAsync();
        await evenings.Rig.RunAsync(new SyncRequest
        {
            Kind = SyncKind.Backfill, From = Today, To = Today, Codes = [Code(Market.ListedCodes(Today).First())], Force = true,
        });
        await AssertWholeAsync(evenings, Today);
    }
}

public sealed class StockListEvidenceSqliteTests : StockListEvidenceContract;

[NeedsServer(TestServers.Postgres)]
public sealed class StockListEvidencePostgresTests : StockListEvidenceContract
{
    private protected override bool IsOnServer => true;
}
