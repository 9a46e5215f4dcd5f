using Xunit;

namespace StockSync.Tests.Stores;

/// <summary>Calendar and stock list.</summary>
public abstract class ReferenceStoreContract : StoreContract
{
    static readonly DateOnly s_day = new(2024, 1, 1);

    [StoreFact]
    public async Task Calendar_days_are_kept_and_replaced_by_a_newer_answer_only()
    {
        await Store.PutCalendarAsync([new(s_day, false), new(s_day.AddDays(1), true)], s_day.AddDays(5), None);
        await Store.PutCalendarAsync([new(s_day, true)], s_day.AddDays(4), None);
        await Store.PutCalendarAsync([new(s_day.AddDays(1), false), new(s_day.AddDays(9), true)], s_day.AddDays(6), None);

        Assert.Equal(
            [new(s_day, false), new(s_day.AddDays(1), false), new CalendarDay(s_day.AddDays(9), true)],
            await Store.GetCalendarAsync(s_day, s_day.AddDays(30), None));
        Assert.Single(await Store.GetCalendarAsync(s_day, s_day, None));
    }

    [StoreFact]
    public async Task The_newest_answer_that_reaches_a_day_is_known()
    {
        await Store.PutCalendarAsync([new(s_day, true)], s_day.AddDays(5), None);
        await Store.PutCalendarAsync([new(s_day.AddDays(9), true)], s_day.AddDays(2), None);

        Assert.Equal(s_day.AddDays(5), await Store.GetCalendarAsOfAsync(s_day, None));
        Assert.Equal(s_day.AddDays(2), await Store.GetCalendarAsOfAsync(s_day.AddDays(1), None));
        Assert.Null(await Store.GetCalendarAsOfAsync(s_day.AddDays(10), None));
    }

    [StoreFact]
    public async Task Stocks_are_added_and_replaced_and_those_no_longer_listed_stay()
    {
        StockEntry bank = new(new(1), "平安银行", new(1991, 4, 3), null);
        StockEntry gone = new(new(600005), "武钢股份", new(1999, 8, 3), new(2017, 2, 14));
        await Store.PutStocksAsync([gone, bank with { Name = "S深发展A" }], Now, None);

        await Store.PutStocksAsync([bank], Now.AddDays(1), None);

        Assert.Equal([bank, gone], await Store.GetStocksAsync(None));
    }
}
