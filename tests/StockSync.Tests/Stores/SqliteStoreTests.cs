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
