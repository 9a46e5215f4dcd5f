using System.Globalization;
using Npgsql;
using StockSync.Engine.Sources.Contract;
using StockSync.Engine.Stores;
using StockSync.Engine.Stores.Connection;
using StockSync.Engine.Stores.Contract;
using StockSync.Engine.Stores.Postgres;
using StockSync.Engine.Stores.Sql;
using StockSync.MarketServer;
using StockSync.Tests.EndToEnd;
using StockSync.Tests.Fakes;
using Xunit;

namespace StockSync.Tests.Stores;

/// <summary>
/// The contract on PostgreSQL, what only a server has, and an evening's sync: on each major version. .ci/run fetches all; elsewhere those that are
/// not installed are skipped.
/// </summary>
public sealed class PostgresStoreTests
{
    static Task<TestDatabase> NewAsync() => PostgresTestDatabase.CreateAsync(major: StoreTestCase.Major);

    [NeedsServer(TestServers.Postgres, OnEachMajor = true)]
    public sealed class Bars : BarStoreContract
    {
        private protected override Task<TestDatabase> CreateDatabaseAsync() => NewAsync();

        [StoreFact]
        public async Task Numbers_stand_in_the_table_with_the_decimals_of_their_column()
        {
            var row = TestBars.Row(TestBars.FirstDay, new(600000));
            (row.Close, row.Preclose, row.ChangePct, row.PeTtm) = (96_900, 100_000, -3_100_000, 0);
            foreach (bool expectNew in new[] { true, false })
            {
                await Database.ExecuteAsync("delete from daily_stock_data");
                var batch = new BarBatch();
                batch.Add(row);
                await PrepareAndCommitAsync(Commit(batch, expectNew));

                Assert.Equal(
                    "600000|2024-01-29|9.6900|10.0000|-3.100000|-0.3100|0.000000",
                    await Database.ScalarAsync("""
                        select concat_ws('|', stock_code, trade_date, close_price, preclose_price, change_pct, change_amount, pe_ttm)
                        from daily_stock_data
                        """));
            }
        }

        [StoreFact]
        public async Task The_same_rows_again_write_not_one_record_about_the_bar_table_into_the_log()
        {
            await Database.ExecuteAsync("create extension pg_walinspect");
            foreach (int dayCount in new[] { 1, 5 })
            {
                var batch = TestBars.Batch(TestBars.Days(dayCount), 50);
                await PrepareAndCommitAsync(Commit(batch));
                string tuples = await TuplesAsync();
                string before = await Database.ScalarAsync("select pg_current_wal_flush_lsn()");

                Assert.Equal(batch.Count, (await Store.Bars.CommitAsync(Commit(batch), None)).Rows.Unchanged);

                // A row that was only locked has a new xmax.
                Assert.Equal(tuples, await TuplesAsync());
                Assert.Equal("0", await RecordsSinceAsync(before));
            }
            string changed = await Database.ScalarAsync("select pg_current_wal_flush_lsn()");
            await Database.ExecuteAsync("update daily_stock_data set volume = 1 where stock_code = '600000'");
            Assert.NotEqual("0", await RecordsSinceAsync(changed));
        }

        [StoreFact]
        public async Task Partitions_are_made_once_and_then_neither_written_nor_locked()
        {
            await Store.Bars.PrepareRangeAsync(new(2022, 11, 15), new(2024, 3, 1), None);
            Assert.Equal(
                "daily_stock_data_2022,daily_stock_data_2023,daily_stock_data_2024_01,daily_stock_data_2024_02,daily_stock_data_2024_03",
                await PartitionsAsync());
            await using var reader = Database.Connect();
            await reader.OpenAsync();
            await using var command = reader.CreateCommand();
            command.CommandText = "begin; lock table daily_stock_data in access exclusive mode";
            await command.ExecuteNonQueryAsync();
            await using var other = Open();

            await other.Bars.PrepareRangeAsync(new(2022, 1, 15), new(2024, 2, 1), None);
        }

        [StoreFact]
        public async Task A_new_month_does_not_wait_for_readers()
        {
            await PrepareAndCommitAsync(Commit(TestBars.Batch(TestBars.Days(1), 5)));
            await using var reader = Database.Connect();
            await reader.OpenAsync();
            await using var command = reader.CreateCommand();
            command.CommandText = "begin; select count(*) from daily_stock_data";
            await command.ExecuteNonQueryAsync();

            await Store.Bars.PrepareRangeAsync(new(2025, 1, 1), new(2025, 1, 2), None);

            Assert.Contains("2025_01", await PartitionsAsync(), StringComparison.Ordinal);
        }

        [StoreFact]
        public async Task Several_processes_may_make_the_same_partitions_at_once()
        {
            var stores = Enumerable.Range(0, 4).Select(_ => Open()).ToList();

            await Task.WhenAll(stores.Select(store => store.Bars.PrepareRangeAsync(new(2020, 1, 1), new(2024, 12, 31), None)));

            Assert.Equal(4 + 12, (await PartitionsAsync()).Split(',').Length);
            foreach (var store in stores)
                await store.DisposeAsync();
        }

        [StoreFact]
        public async Task Rows_of_a_month_that_was_dropped_meanwhile_are_stored()
        {
            var batch = TestBars.Batch(TestBars.Days(1), 5);
            await PrepareAndCommitAsync(Commit(batch));
            await Database.ExecuteAsync("drop table daily_stock_data_2024_01");

            Assert.Equal(5, (await PrepareAndCommitAsync(Commit(batch, expectNew: true))).Rows.Inserted);
        }

        [StoreFact]
        public async Task A_partition_that_somebody_detached_is_taken_back_with_its_rows()
        {
            await PrepareAndCommitAsync(Commit(TestBars.Batch(TestBars.Days(1), 5)));
            await Database.ExecuteAsync("alter table daily_stock_data detach partition daily_stock_data_2024_01");
            await using var other = Open();

            await other.Bars.PrepareRangeAsync(TestBars.FirstDay, TestBars.FirstDay, None);

            Assert.Equal("5", await Database.ScalarAsync("select count(*) from daily_stock_data"));
        }

        [StoreFact]
        public async Task Scaled_numbers_are_encoded_as_the_numeric_that_their_text_names()
        {
            var random = new Random(20241122);
            var values = new List<long> { 0, 1, -1, 9_999, 10_000, 10_001, 96_900, 1_000_000, -999_999, long.MaxValue, long.MinValue + 1 };
            for (int i = 0; i < 3_000; i++)
                values.Add((random.NextInt64() >> random.Next(0, 63)) * (random.Next(2) == 0 ? 1 : -1));
            await using var connection = (NpgsqlConnection)Database.Connect();
            await connection.OpenAsync();
            await using (var create = new NpgsqlCommand("create temp table n (i int, d int, v numeric)", connection))
                await create.ExecuteNonQueryAsync();
            var stream = await connection.BeginRawBinaryCopyAsync("copy n from stdin (format binary)");
            byte[] buffer = new byte[19 + (values.Count * 2 * (18 + NumericEncoder.MaxSize)) + 2];
            stream.Write(buffer, 0, Encode(values, buffer));
            await stream.DisposeAsync();

            await using var select = new NpgsqlCommand("select i, d, v::text, scale(v) from n", connection);
            await using var reader = await select.ExecuteReaderAsync();
            int count = 0;
            while (await reader.ReadAsync())
            {
                int decimals = reader.GetInt32(1);
                decimal expected = values[reader.GetInt32(0)] / (decimals == 4 ? 10_000m : 1_000_000m);
                Assert.Equal(expected.ToString("F" + decimals, CultureInfo.InvariantCulture), reader.GetString(2));
                Assert.Equal(decimals, reader.GetInt32(3));
                count++;
            }
            Assert.Equal(values.Count * 2, count);
        }

        Task<string> TuplesAsync() => Database.ScalarAsync(
            "select string_agg(concat_ws(' ', tableoid, ctid, xmin, xmax), ',' order by trade_date, stock_code) from daily_stock_data");

        async Task<string> RecordsSinceAsync(string position)
        {
            // Where nothing at all was written, the position lies at the log's end, which the function takes for the future.
            await Database.ExecuteAsync("select pg_logical_emit_message(true, 'stocksync', 'end')");
            return await Database.ScalarAsync($"""
                select count(*) from pg_get_wal_records_info('{position}', pg_current_wal_flush_lsn()) w
                where exists (
                    select 1 from pg_partition_tree('daily_stock_data') t
                    left join pg_index i on i.indrelid = t.relid
                    where w.block_ref like '%/' || (select oid from pg_database where datname = current_database()) || '/' || pg_relation_filenode(t.relid) || ' %'
                        or w.block_ref like '%/' || (select oid from pg_database where datname = current_database()) || '/' || pg_relation_filenode(i.indexrelid) || ' %')
                """);
        }

        Task<string> PartitionsAsync() => Database.ScalarAsync(
            "select string_agg(inhrelid::regclass::text, ',' order by inhrelid::regclass::text) from pg_inherits where inhparent = 'daily_stock_data'::regclass");

        static int Encode(List<long> values, byte[] buffer)
        {
            byte[] header = [0x50, 0x47, 0x43, 0x4F, 0x50, 0x59, 0x0A, 0xFF, 0x0D, 0x0A, 0x00, 0, 0, 0, 0, 0, 0, 0, 0];
            header.CopyTo(buffer, 0);
            int at = header.Length;
            for (int i = 0; i < values.Count * 2; i++)
            {
                int decimals = i % 2 == 0 ? 4 : 6;
                byte[] start = [0, 3, 0, 0, 0, 4, 0, 0, (byte)(i / 2 >> 8), (byte)(i / 2), 0, 0, 0, 4, 0, 0, 0, (byte)decimals];
                start.CopyTo(buffer, at);
                at += start.Length;
                at += NumericEncoder.Write(values[i / 2], decimals, buffer.AsSpan(at));
            }
            buffer[at] = buffer[at + 1] = 0xFF;
            return at + 2;
        }
    }

    [NeedsServer(TestServers.Postgres, OnEachMajor = true)]
    public sealed class Checkpoints : CheckpointStoreContract
    {
        private protected override Task<TestDatabase> CreateDatabaseAsync() => NewAsync();
    }

    [NeedsServer(TestServers.Postgres, OnEachMajor = true)]
    public sealed class SingleDays : SingleDayStoreContract
    {
        private protected override Task<TestDatabase> CreateDatabaseAsync() => NewAsync();
    }

    [NeedsServer(TestServers.Postgres, OnEachMajor = true)]
    public sealed class Runs : RunStoreContract
    {
        private protected override Task<TestDatabase> CreateDatabaseAsync() => NewAsync();

        private protected override Task AgeLeaseAsync() =>
            Database.ExecuteAsync("update sync_lease set heartbeat_at = clock_timestamp() - interval '61 seconds'");

        [StoreFact]
        public async Task A_transaction_given_up_does_not_live_on_in_the_pool()
        {
            await using var store = Open(new SyncSettings { PoolMin = 1, PoolMax = 1 });
            await store.Bars.PrepareRangeAsync(TestBars.FirstDay, TestBars.FirstDay, None);
            var lost = new Lease("nobody", 99);

            await Assert.ThrowsAsync<StockSyncException>(
                () => store.Bars.CommitAsync(Commit(TestBars.Batch(TestBars.Days(1), 5)) with { Lease = lost, RunId = "nobody" }, None));
            await store.Bars.CommitAsync(Commit(), None);

            Assert.Equal("0", await Database.ScalarAsync("select count(*) from daily_stock_data"));
            Assert.Equal("0", await Database.ScalarAsync(
                "select count(*) from pg_stat_activity where datname = current_database() and state like 'idle in transaction%'"));
        }
    }

    [NeedsServer(TestServers.Postgres, OnEachMajor = true)]
    public sealed class Alerts : AlertStoreContract
    {
        private protected override Task<TestDatabase> CreateDatabaseAsync() => NewAsync();
    }

    [NeedsServer(TestServers.Postgres, OnEachMajor = true)]
    public sealed class History : HistoryStoreContract
    {
        private protected override Task<TestDatabase> CreateDatabaseAsync() => NewAsync();
    }

    [NeedsServer(TestServers.Postgres, OnEachMajor = true)]
    public sealed class Reference : ReferenceStoreContract
    {
        private protected override Task<TestDatabase> CreateDatabaseAsync() => NewAsync();
    }

    [NeedsServer(TestServers.Postgres, OnEachMajor = true)]
    public sealed class Schema : SchemaContract
    {
        private protected override Task<TestDatabase> CreateDatabaseAsync() => NewAsync();

        private protected override async Task<int> CountTablesAsync() => int.Parse(
            await Database.ScalarAsync("select count(*) from pg_class where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p')"),
            CultureInfo.InvariantCulture);

        private protected override IReadOnlyList<SchemaStep> Steps => SchemaStep.Load("Stores/Postgres/Schema");

        private protected override ISyncStore OpenWith(IReadOnlyList<SchemaStep> steps) => new PostgresStore(
            ((DatabaseTarget.Server)DatabaseText.Parse(Database.Text)).Options, new SyncSettings(), steps, Clock());
    }

    /// <summary>An evening's sync over the wire, as Sync-StockDay makes it.</summary>
    [NeedsServer(TestServers.Postgres, OnEachMajor = true)]
    public sealed class Evening
    {
        [StoreFact]
        public async Task A_day_is_synced_to_the_last_row_and_once_more_without_one_request_for_bars()
        {
            DateOnly first = new(2024, 1, 2), day = new(2024, 1, 31);
            var market = new MadeUpMarket(seed: 5, stocks: 300, first, day);
            await using var database = await NewAsync();
            await using var evenings = await Evenings.StartAsync(market, day, database.Text);

            await evenings.DailyAsync();

            var record = await evenings.DayAsync(day);
            Assert.Equal((SyncDayStatus.Completed, market.ListedCodes(day).Count()), (record.Status, record.Expected));
            await TruthChecker.AssertEqualAsync(evenings.Rig, day, day);
            int requests = evenings.Rig.BarRequests;
            await evenings.DailyAsync();
            Assert.Equal(requests, evenings.Rig.BarRequests);
        }
    }

    [NeedsServer(TestServers.Postgres, OnEachMajor = true)]
    public sealed class Majors
    {
        [StoreFact]
        public async Task The_server_is_of_the_major_version_that_the_test_names()
        {
            int major = StoreTestCase.Major == 0 ? PostgresPrograms.Newest : StoreTestCase.Major;
            await using var database = await NewAsync();
            Assert.StartsWith(major == 0 ? "" : $"{major}.", await database.ScalarAsync("show server_version"), StringComparison.Ordinal);
        }
    }
}
