using StockSync.Engine.Sources.Contract;
using StockSync.Engine.Stores.Contract;
using Xunit;

namespace StockSync.Tests.Stores;

/// <summary>Bars: what is written, what is counted, what is left alone.</summary>
public abstract class BarStoreContract : StoreContract
{
    [StoreFact]
    public async Task New_rows_are_inserted_and_counted_per_day()
    {
        var days = TestBars.Days(5);

        var result = await PrepareAndCommitAsync(Commit(TestBars.Batch(days, 30)));

        Assert.Equal(new RowCounts(150, 0, 0), result.Rows);
        Assert.Equal(days, result.PerDay.Keys.Order());
        Assert.All(result.PerDay.Values, counts => Assert.Equal(new RowCounts(30, 0, 0), counts));
        Assert.Equal("150", await Database.ScalarAsync("select count(*) from daily_stock_data"));
    }

    [StoreFact]
    public async Task Rows_expected_to_be_new_are_inserted_and_counted_the_same()
    {
        var result = await PrepareAndCommitAsync(Commit(TestBars.Batch(TestBars.Days(5), 30), expectNew: true));

        Assert.Equal(new RowCounts(150, 0, 0), result.Rows);
        Assert.Equal(5, result.PerDay.Count);
        Assert.Equal("150", await Database.ScalarAsync("select count(*) from daily_stock_data"));
    }

    [StoreFact]
    public async Task Every_way_to_write_stores_the_same_values()
    {
        var days = TestBars.Days(4);
        await PrepareAndCommitAsync(Commit(TestBars.Batch([days[0]], 40), expectNew: true));
        await PrepareAndCommitAsync(Commit(TestBars.Batch([days[1]], 40)));
        await PrepareAndCommitAsync(Commit(TestBars.Batch([days[2]], 40), expectNew: true) with { IsSingle = true });
        await PrepareAndCommitAsync(Commit(TestBars.Batch(days, 40)));

        var bars = await ReadAsync();

        Assert.Equal(160, bars.Count);
        foreach (var bar in bars)
            AssertEqual(TestBars.Row(DateOnly.FromDateTime(bar.Date), CodeOf(bar)), bar);
    }

    [StoreFact]
    public async Task The_same_rows_again_are_unchanged()
    {
        foreach (var batch in new[] { TestBars.Batch(TestBars.Days(4), 30), TestBars.Batch(TestBars.Days(1), 30) })
        {
            await PrepareAndCommitAsync(Commit(batch));

            var again = await PrepareAndCommitAsync(Commit(batch));

            Assert.Equal(new RowCounts(0, 0, batch.Count), again.Rows);
        }
    }

    [StoreFact]
    public async Task Changed_values_are_counted_as_updates_also_where_a_value_comes_or_goes()
    {
        foreach (int dayCount in new[] { 1, 3 })
        {
            var batch = TestBars.Batch(TestBars.Days(dayCount), 30);
            await PrepareAndCommitAsync(Commit(batch));
            batch[0].Close += 1;
            batch[7].Volume = 1_000;
            batch[8].Volume = BarRow.Missing;
            batch[9].IsST = !batch[9].IsST;

            var result = await PrepareAndCommitAsync(Commit(batch));

            Assert.Equal(new RowCounts(0, 4, batch.Count - 4), result.Rows);
            Assert.Equal(new RowCounts(0, 4, 26), result.PerDay[TestBars.FirstDay]);
            var bars = await ReadAsync(new BarQuery { From = TestBars.FirstDay, To = TestBars.FirstDay });
            Assert.Equal(1_000, bars[7].Volume);
            Assert.Null(bars[8].Volume);
            await PrepareAndCommitAsync(Commit(TestBars.Batch(TestBars.Days(dayCount), 30)));
        }
    }

    [StoreFact]
    public async Task Missing_rows_of_a_half_filled_range_are_inserted_beside_equal_ones()
    {
        foreach (int dayCount in new[] { 1, 4 })
        {
            await Database.ExecuteAsync("delete from daily_stock_data");
            var days = TestBars.Days(dayCount);
            await PrepareAndCommitAsync(Commit(TestBars.Batch(days, 30, (_, code) => code.Number % 2 == 0)));

            var result = await PrepareAndCommitAsync(Commit(TestBars.Batch(days, 30)));

            Assert.Equal(new RowCounts(15 * dayCount, 0, 15 * dayCount), result.Rows);
            Assert.All(result.PerDay.Values, counts => Assert.Equal(new RowCounts(15, 0, 15), counts));
        }
    }

    [StoreFact]
    public async Task Rows_expected_to_be_new_that_exist_after_all_are_compared_instead()
    {
        var days = TestBars.Days(3);
        await PrepareAndCommitAsync(Commit(TestBars.Batch(days, 30, (_, code) => code.Number % 3 == 0)));

        var result = await PrepareAndCommitAsync(Commit(TestBars.Batch(days, 30), expectNew: true));

        Assert.Equal(new RowCounts(60, 0, 30), result.Rows);
    }

    [StoreFact]
    public async Task A_day_outside_the_prepared_months_is_stored_as_well()
    {
        var day = new DateOnly(2031, 12, 31);

        Assert.Equal(3, (await Store.Bars.CommitAsync(Commit(TestBars.Batch([day], 3), expectNew: true), None)).Rows.Inserted);
        Assert.Equal(3, (await Store.Bars.CommitAsync(Commit(TestBars.Batch([day.AddDays(1)], 3)), None)).Rows.Inserted);
        Assert.Equal(6, (await Store.Bars.CommitAsync(Commit(TestBars.Batch([day.AddDays(40), day.AddDays(80)], 3)), None)).Rows.Inserted);
    }

    [StoreFact]
    public async Task A_commit_is_all_or_nothing_when_its_last_statement_fails()
    {
        await Database.ExecuteAsync("alter table sync_failure rename to elsewhere");
        var failing = Commit(TestBars.Batch(TestBars.Days(2), 5)) with
        {
            Days = [new DayTally { Date = TestBars.FirstDay, Expected = 5 }],
            Failures = [Failed(600000)],
        };

        await Assert.ThrowsAsync<StockSyncException>(() => PrepareAndCommitAsync(failing));
        await Assert.ThrowsAsync<StockSyncException>(() => PrepareAndCommitAsync(failing with { ExpectNew = true }));

        Assert.Equal("0", await Database.ScalarAsync("select count(*) from daily_stock_data"));
        Assert.Equal("0", await Database.ScalarAsync("select count(*) from sync_day"));
        await Database.ExecuteAsync("alter table elsewhere rename to sync_failure");
        Assert.Equal(10, (await PrepareAndCommitAsync(failing)).Rows.Inserted);
    }

    [StoreFact]
    public async Task A_cancelled_commit_leaves_nothing_and_the_store_goes_on()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Store.Bars.PrepareRangeAsync(TestBars.FirstDay, TestBars.FirstDay, None);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Store.Bars.CommitAsync(Commit(TestBars.Batch(TestBars.Days(1), 5)), cancelled.Token));

        Assert.Empty(await ReadAsync());
        Assert.Equal(5, (await PrepareAndCommitAsync(Commit(TestBars.Batch(TestBars.Days(1), 5)))).Rows.Inserted);
    }

    [StoreFact]
    public async Task Bars_come_ordered_by_stock_and_day_and_only_those_asked_for()
    {
        var days = TestBars.Days(4);
        await PrepareAndCommitAsync(Commit(TestBars.Batch(days, 20)));

        var bars = await ReadAsync(new BarQuery { Codes = [new(600011), new(600002)], From = days[1], To = days[2] });

        Assert.Equal(
            [("600002", days[1]), ("600002", days[2]), ("600011", days[1]), ("600011", days[2])],
            bars.Select(bar => (bar.Code, DateOnly.FromDateTime(bar.Date))));
        Assert.All(bars, bar => Assert.Equal((Exchange.SH, DateTimeKind.Unspecified), (bar.Exchange, bar.Date.Kind)));
    }

    [StoreFact]
    public async Task Amounts_come_back_with_four_decimals_however_large_they_are()
    {
        var row = TestBars.Row(TestBars.FirstDay, new(600000));
        row.Amount = 4_128_575_045_789_650;
        var batch = new BarBatch();
        batch.Add(row);
        await PrepareAndCommitAsync(Commit(batch));

        var bar = Assert.Single(await ReadAsync());

        Assert.Equal("412857504578.9650", bar.Amount?.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    [StoreFact]
    public async Task A_reader_that_stops_early_leaves_the_store_usable()
    {
        await PrepareAndCommitAsync(Commit(TestBars.Batch(TestBars.Days(2), 20)));

        await foreach (var _ in Store.Bars.ReadBarsAsync(new BarQuery(), None))
            break;

        Assert.Equal(40, (await ReadAsync()).Count);
    }

    [StoreFact]
    public async Task Rows_and_keys_of_a_range_are_counted_and_listed()
    {
        var days = TestBars.Days(3);
        await PrepareAndCommitAsync(Commit(TestBars.Batch(days, 20)));

        var counts = await Store.Bars.CountRowsAsync(days[0], days[1].AddDays(-1), None);
        var keys = new List<(DateOnly, StockCode)>();
        await foreach (var key in Store.Bars.ReadKeysAsync(days[1], days[2], [], None))
            keys.Add(key);

        Assert.Equal(KeyValuePair.Create(days[0], new DayRows(20, 2)), Assert.Single(counts));
        Assert.Equal(40, keys.Count);
        Assert.Equal(keys.Order(), keys);
    }

    [StoreFact]
    public async Task Statistics_can_be_refreshed()
    {
        await PrepareAndCommitAsync(Commit(TestBars.Batch(TestBars.Days(10), 20)));
        await Store.Bars.AnalyzeAsync(None);
        await Store.Bars.AnalyzeAsync(None);
    }

    static StockCode CodeOf(Bar bar) => StockCode.TryParse(bar.Code, out var code) ? code : throw new FormatException(bar.Code);

    static void AssertEqual(BarRow row, Bar bar)
    {
        Assert.Equal(Price(row.Open), bar.Open);
        Assert.Equal(Price(row.High), bar.High);
        Assert.Equal(Price(row.Low), bar.Low);
        Assert.Equal(Price(row.Close), bar.Close);
        Assert.Equal(Price(row.Preclose), bar.Preclose);
        Assert.Equal(row.Volume == BarRow.Missing ? null : row.Volume, bar.Volume);
        Assert.Equal(Price(row.Amount), bar.Amount);
        Assert.Equal(Rate(row.ChangePct), bar.ChangePct);
        Assert.Equal(Price(row.ChangeAmount), bar.ChangeAmount);
        Assert.Equal(Rate(row.TurnoverRate), bar.TurnoverRate);
        Assert.Equal(Rate(row.Amplitude), bar.Amplitude);
        Assert.Equal((row.TradeStatus, row.IsST), (bar.TradeStatus, bar.IsST));
        Assert.Equal(Rate(row.PeTtm), bar.PeTtm);
        Assert.Equal(Rate(row.PbMrq), bar.PbMrq);
        Assert.Equal(Rate(row.PsTtm), bar.PsTtm);
        Assert.Equal(Rate(row.PcfNcfTtm), bar.PcfNcfTtm);
    }

    static decimal? Price(long scaled) => scaled == BarRow.Missing ? null : scaled / (decimal)BarRow.PriceScale;

    static decimal? Rate(long scaled) => scaled == BarRow.Missing ? null : scaled / (decimal)BarRow.RateScale;
}
