using StockSync.Tests.Crash;
using StockSync.Tests.Soak;
using StockSync.Tests.Stores;
using Xunit;

namespace StockSync.Tests.DatabaseFaults;

/// <summary>The merge when it is disturbed.</summary>
[NeedsServer(TestServers.Postgres)]
public sealed class YearMergeFaultTests : YearMergeContract
{
    [StoreFact]
    public async Task Readers_who_never_let_go_keep_the_months_and_those_who_come_do_not_wait()
    {
        var lease = await FillAsync();
        string months = await PartitionsAsync();
        await using (var reader = await QueryAsync("begin; select count(*) from daily_stock_data"))
        {
            var merge = Store.Bars.MergeYearAsync(Year, lease, None);
            // A reader that waits longer than this for the table fails.
            while (!merge.IsCompleted)
                await Database.ScalarAsync("set lock_timeout = '5s'; select count(*) from daily_stock_data");

            Assert.Equal(ErrorKind.Busy, (await Assert.ThrowsAsync<StockSyncException>(() => merge)).Kind);
            Assert.Equal(months, await PartitionsAsync());
        }
        await Store.Bars.MergeYearAsync(Year, lease, None);

        Assert.Equal(OneYear, await PartitionsAsync());
    }

    [StoreFact]
    public async Task Killed_at_any_moment_it_leaves_the_months_or_the_year_and_every_row()
    {
        using var report = new FaultReport("F2", "killed while a year is merged", "PostgreSQL");
        var lease = await FillAsync(stocks: 300);
        string rows = await RowsAsync(), months = await PartitionsAsync();
        var random = new Random(Year);
        for (int kill = 0; kill < KillCount.PerStore; kill++)
        {
            await using var store = Open();
            await store.InspectAsync(None);
            var merge = store.Bars.MergeYearAsync(Year, lease, None);
            // After as many questions as the dice say: with each the work is a little further.
            for (int question = random.Next(30); question > 0 && !merge.IsCompleted; question--)
                await Database.ScalarAsync("select 1");
            await Database.ExecuteAsync("""
                select pg_terminate_backend(pid) from pg_stat_activity
                where datname = current_database() and pid <> pg_backend_pid() and state in ('active', 'idle in transaction')
                """);
            if (await Record.ExceptionAsync(() => merge) is { } error)
                Assert.True(error is StockSyncException { Kind: ErrorKind.Connection }, error.ToString());

            string left = await PartitionsAsync();
            Assert.True(left == months || left == OneYear, left);
            Assert.Equal(rows, await RowsAsync());
            report.Case();
            if (left == OneYear)
                await SplitAsync();
        }
        await Store.Bars.MergeYearAsync(Year, lease, None);
        Assert.Equal((OneYear, rows), (await PartitionsAsync(), await RowsAsync()));
        report.Right();
    }

    async Task SplitAsync() => await Database.ExecuteAsync($"""
        alter table daily_stock_data detach partition {OneYear};
        create table daily_stock_data_2023_11 partition of daily_stock_data for values from ('2023-11-01') to ('2023-12-01');
        create table daily_stock_data_2023_12 partition of daily_stock_data for values from ('2023-12-01') to ('2024-01-01');
        insert into daily_stock_data select * from {OneYear};
        drop table {OneYear}
        """);
}
