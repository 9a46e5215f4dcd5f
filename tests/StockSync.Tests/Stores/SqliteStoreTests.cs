using Microsoft.Data.Sqlite;
using StockSync.Engine.Sources.Contract;
using StockSync.Engine.Stores;
using StockSync.Engine.Stores.Contract;
using StockSync.Engine.Stores.Sqlite;
using Xunit;

namespace StockSync.Tests.Stores;

/// <summary>The contract on SQLite, and what only a file can have.</summary>
public sealed class SqliteStoreTests
{
    static Task<TestDatabase> NewAsync() => Task.FromResult<TestDatabase>(new SqliteTestDatabase());

    public sealed class Bars : BarStoreContract
    {
        private protected override Task<TestDatabase> CreateDatabaseAsync() => NewAsync();

        [Fact]
        public async Task Cells_show_the_published_decimals_and_dates_are_iso_text()
        {
            var row = TestBars.Row(TestBars.FirstDay, new(600000));
            (row.Close, row.Preclose, row.ChangePct, row.Volume) = (96_900, 100_000, -3_100_000, 12_345_678_901);
            var batch = new BarBatch();
            batch.Add(row);

            await Store.Bars.CommitAsync(Commit(batch), None);

            Assert.Equal(
                "600000|2024-01-29|9.69|10.0|-3.1|-0.31|12345678901|1|0",
                await Database.ScalarAsync("""
                    select stock_code || '|' || trade_date || '|' || close_price || '|' || preclose_price || '|' || change_pct || '|'
                        || change_amount || '|' || volume || '|' || trade_status || '|' || is_st from daily_stock_data
                    """));
        }

        [Fact]
        public async Task The_same_rows_again_write_not_one_byte()
        {
            var batch = TestBars.Batch(TestBars.Days(5), 50);
            await Store.Bars.CommitAsync(Commit(batch), None);
            byte[] before = await File.ReadAllBytesAsync(Database.Text + "-wal");
            string version = await Database.ScalarAsync("pragma data_version");

            Assert.Equal(250, (await Store.Bars.CommitAsync(Commit(batch), None)).Rows.Unchanged);

            Assert.Equal(before, await File.ReadAllBytesAsync(Database.Text + "-wal"));
            Assert.Equal(version, await Database.ScalarAsync("pragma data_version"));
        }

        [Theory]
        [InlineData("stock_code = '600000'")]
        [InlineData("stock_code in ('600000', '600001') and trade_date between '2024-01-01' and '2024-12-31'")]
        public async Task Any_program_finds_the_rows_of_a_stock_by_months(string condition)
        {
            await Store.Bars.CommitAsync(Commit(TestBars.Batch(TestBars.Days(2), 5)), None);

            await using var other = Database.Connect();
            await other.OpenAsync();
            await using var command = other.CreateCommand();
            command.CommandText = $"explain query plan select * from daily_stock_data where {condition}";
            await using var reader = await command.ExecuteReaderAsync();
            Assert.True(await reader.ReadAsync());
            Assert.StartsWith("SEARCH daily_stock_data USING INDEX daily_stock_data_month (", reader.GetString(3), StringComparison.Ordinal);
        }

        [Fact]
        public async Task The_index_and_the_statistics_of_an_older_version_give_way_to_those_of_months()
        {
            await Store.Bars.CommitAsync(Commit(TestBars.Batch(TestBars.Days(40), 5)), None);
            await Database.ExecuteAsync("""
                drop index daily_stock_data_month;
                create index daily_stock_data_stock_code on daily_stock_data (stock_code);
                analyze;
                alter table sync_stock drop column answered_on;
                delete from sync_schema_journal where version >= 7
                """);
            await using var later = Open();

            var info = await later.InitializeAsync(None);
            Assert.Equal(info.NewestSchema, info.SchemaVersion);

            Assert.Equal("daily_stock_data_month", await Database.ScalarAsync(
                "select group_concat(name) from sqlite_schema where type = 'index' and tbl_name = 'daily_stock_data' and sql is not null"));
            Assert.Equal("2", await Database.ScalarAsync("select count(*) from sqlite_stat1"));
            Assert.Equal(200, (await ReadAsync()).Count);
            Assert.Equal("ok", await Database.ScalarAsync("pragma integrity_check"));
        }

        [Fact]
        public async Task Rows_of_some_stocks_are_read_over_any_range()
        {
            await Store.Bars.CommitAsync(Commit(TestBars.Batch(TestBars.Days(40), 5)), None);
            var day = TestBars.FirstDay;
            foreach (var (from, to) in new[] { (day, day), (day.AddDays(-40), day.AddDays(90)), (DateOnly.MinValue, DateOnly.MaxValue), (day, day.AddDays(-1)) })
            {
                var all = await Store.Bars.ReadKeysAsync(from, to, [], None).ToListAsync();
                var codes = all.Select(key => key.Code).Distinct().Take(2).ToList();
                Assert.Equal(all.Where(key => codes.Contains(key.Code)), codes.Count == 0 ? [] : await Store.Bars.ReadKeysAsync(from, to, codes, None).ToListAsync());
            }
        }

        [Fact]
        public async Task Readers_do_not_wait_for_a_writer_of_another_process()
        {
            await Store.Bars.CommitAsync(Commit(TestBars.Batch(TestBars.Days(1), 5)), None);
            await using var other = Database.Connect();
            await other.OpenAsync();
            await using var command = other.CreateCommand();
            command.CommandText = "begin immediate; delete from daily_stock_data";
            await command.ExecuteNonQueryAsync();

            Assert.Equal(5, (await ReadAsync()).Count);
        }

        [Fact]
        public async Task A_file_held_by_another_writer_is_busy_and_may_be_tried_again()
        {
            await using var other = Database.Connect();
            await other.OpenAsync();
            await using var command = other.CreateCommand();
            command.CommandText = "begin immediate";
            await command.ExecuteNonQueryAsync();
            await using var impatient = new SqliteStore(
                Database.Text, SchemaStep.Load("Stores/Sqlite/Schema"), TimeProvider.System, TimeSpan.Zero);

            var error = await Assert.ThrowsAsync<StockSyncException>(
                () => impatient.Bars.CommitAsync(Commit(TestBars.Batch(TestBars.Days(1), 5)), None));

            Assert.Equal((ErrorIds.StoreFailed, ErrorKind.Busy, true), (error.ErrorId, error.Kind, error.IsTransient));
        }

        [Fact]
        public void A_file_that_ends_before_its_header_says_so_is_damaged()
        {
            var error = SqliteErrors.Translate(new SqliteException("disk I/O error", 10, 522), "x.db")!;
            Assert.Equal((ErrorIds.StoreNotADatabase, ErrorKind.InvalidData), (error.ErrorId, error.Kind));
            Assert.Equal(ErrorIds.StoreFailed, SqliteErrors.Translate(new SqliteException("disk I/O error", 10, 266), "x.db")!.ErrorId);
        }

        [Fact]
        public void A_full_disk_is_told_as_such_and_not_as_passing()
        {
            var error = SqliteErrors.Translate(new SqliteException("database or disk is full", 13), "x.db")!;
            Assert.Equal((ErrorIds.StoreFull, false), (error.ErrorId, error.IsTransient));
        }
    }

    public sealed class Checkpoints : CheckpointStoreContract
    {
        private protected override Task<TestDatabase> CreateDatabaseAsync() => NewAsync();
    }

    public sealed class SingleDays : SingleDayStoreContract
    {
        private protected override Task<TestDatabase> CreateDatabaseAsync() => NewAsync();
    }

    public sealed class Runs : RunStoreContract
    {
        private protected override Task<TestDatabase> CreateDatabaseAsync() => NewAsync();

        private protected override Task AgeLeaseAsync() =>
            Database.ExecuteAsync("update sync_lease set heartbeat_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-61 seconds')");
    }

    public sealed class Alerts : AlertStoreContract
    {
        private protected override Task<TestDatabase> CreateDatabaseAsync() => NewAsync();
    }

    public sealed class History : HistoryStoreContract
    {
        private protected override Task<TestDatabase> CreateDatabaseAsync() => NewAsync();
    }

    public sealed class Reference : ReferenceStoreContract
    {
        private protected override Task<TestDatabase> CreateDatabaseAsync() => NewAsync();
    }

    public sealed class Schema : SchemaContract
    {
        private protected override Task<TestDatabase> CreateDatabaseAsync() => NewAsync();

        private protected override async Task<int> CountTablesAsync() => !File.Exists(Database.Text) ? 0
            : int.Parse(await Database.ScalarAsync("select count(*) from sqlite_schema where type = 'table'"), null);

        private protected override IReadOnlyList<SchemaStep> Steps => SchemaStep.Load("Stores/Sqlite/Schema");

        private protected override ISyncStore OpenWith(IReadOnlyList<SchemaStep> steps) =>
            new SqliteStore(Database.Text, steps, Clock(), TimeSpan.FromSeconds(5));

        [Fact]
        public async Task An_absent_file_is_not_created_by_looking_at_it()
        {
            await Store.InspectAsync(None);
            await Store.Days.GetDaysAsync(null, null, None);

            Assert.False(File.Exists(Database.Text));
        }
    }
}
