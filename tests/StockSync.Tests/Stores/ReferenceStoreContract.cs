using StockSync.Engine.Sources.Contract;
using Xunit;

namespace StockSync.Tests.Stores;

/// <summary>Calendar and stock list.</summary>
public abstract class ReferenceStoreContract : StoreContract
{
    static readonly DateOnly s_day = new(2024, 1, 1);

    [StoreFact]
    public async Task Calendar_days_are_kept_and_replaced_by_a_newer_answer_only()
    {
        await Store.Reference.PutCalendarAsync([new(s_day, false), new(s_day.AddDays(1), true)], s_day.AddDays(5), None);
        await Store.Reference.PutCalendarAsync([new(s_day, true)], s_day.AddDays(4), None);
        await Store.Reference.PutCalendarAsync([new(s_day.AddDays(1), false), new(s_day.AddDays(9), true)], s_day.AddDays(6), None);

        Assert.Equal(
            [new(s_day, false), new(s_day.AddDays(1), false), new CalendarDay(s_day.AddDays(9), true)],
            await Store.Reference.GetCalendarAsync(s_day, s_day.AddDays(30), None));
        Assert.Single(await Store.Reference.GetCalendarAsync(s_day, s_day, None));
    }

    [StoreFact]
    public async Task A_day_that_was_still_ahead_when_the_service_answered_is_only_a_plan_until_it_is_asked_for_again()
    {
        await Store.Reference.PutCalendarAsync([new(s_day, true)], s_day.AddDays(1), None);
        await Store.Reference.PutCalendarAsync([new(s_day.AddDays(9), true)], s_day.AddDays(2), None);

        Assert.Equal(0, await Store.Reference.CountPlannedDaysAsync(s_day, s_day.AddDays(8), s_day.AddDays(20), None));
        Assert.Equal(1, await Store.Reference.CountPlannedDaysAsync(s_day, s_day.AddDays(9), s_day.AddDays(20), None));
        Assert.Equal(0, await Store.Reference.CountPlannedDaysAsync(s_day, s_day.AddDays(9), s_day.AddDays(2), None));
        await Store.Reference.PutCalendarAsync([new(s_day.AddDays(9), true)], s_day.AddDays(9), None);
        Assert.Equal(0, await Store.Reference.CountPlannedDaysAsync(s_day, s_day.AddDays(9), s_day.AddDays(20), None));
    }

    [StoreFact]
    public async Task Stocks_are_added_and_replaced_and_those_no_longer_listed_stay()
    {
        StockEntry bank = new(new(1), "平安银行", new(1991, 4, 3), null);
        StockEntry gone = new(new(600005), "武钢股份", new(1999, 8, 3), new(2017, 2, 14));
        await Store.Reference.PutStocksAsync([gone, bank with { Name = "S深发展A" }], [], Now, None);

        await Store.Reference.PutStocksAsync([bank], [], Now.AddDays(1), None);

        Assert.Equal([bank, gone], await Store.Reference.GetStocksAsync(None));
    }
}
