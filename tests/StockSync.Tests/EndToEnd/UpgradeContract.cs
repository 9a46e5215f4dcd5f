using StockSync.Engine.Stores.Sql;
using StockSync.MarketServer;
using StockSync.Tests.Stores;
using Xunit;

namespace StockSync.Tests.EndToEnd;

/// <summary>A database that the version before left, with days that it called complete and that were not: healed without anybody's doing.</summary>
public abstract class UpgradeContract
{
    static readonly DateOnly s_first = new(2023, 12, 1);
    static readonly DateOnly s_day = new(2024, 1, 31);
    static readonly MadeUpMarket s_market = new(seed: 5, stocks: 200, s_first, new DateOnly(2024, 2, 29));

    [StoreFact]
    public async Task Wrong_days_of_an_older_version_are_found_and_healed_by_the_runs_of_one_evening()
    {
        string? database = await DatabaseAsync();
        await using var evenings = await Evenings.StartAsync(s_market, s_day, database);
        evenings.At(s_day.AddDays(-1));
        await evenings.Rig.BackfillAsync(s_first, s_day.AddDays(-1));
        DateOnly[] wrong = [.. s_market.TradingDays(s_first, s_day.AddDays(-10)).Where((_, i) => i % 6 == 2).Take(5)];
        await ExecuteAsync(evenings, [.. wrong.SelectMany(Halve), .. s_downgrade]);

        evenings.At(s_day);
        int before = evenings.Service.Log.Entries.Count;
        var seen = await evenings.DailyAsync();

        Assert.Equal(SyncDayStatus.Completed, Assert.Single(seen.Days, d => DateOnly.FromDateTime(d.Date) == s_day).Status);
        await TruthChecker.AssertEqualAsync(evenings.Rig, s_first, s_day);
        Assert.All(await evenings.Rig.CheckpointAsync(), d => Assert.Equal(SyncDayStatus.Completed, d.Status));
        var asked = evenings.Service.Log.Entries.Skip(before).GroupBy(e => e.Type).Select(g => $"{g.Key}: {g.Count()}");
        Assert.True(evenings.Service.Log.Entries.Count - before <= 6 + 50, string.Join(", ", asked));
    }

    [StoreFact]
    public async Task A_copy_of_chosen_stocks_of_an_older_version_is_taken_for_one()
    {
        await using var evenings = await Evenings.StartAsync(s_market, s_day, await DatabaseAsync());
        StockCode[] codes = [.. s_market.ListedCodes(s_day).Take(5).Select(c => StockCode.TryParse(c, out var code) ? code : default)];
        evenings.At(s_day.AddDays(-1));
        await evenings.Rig.RunAsync(new SyncRequest { Kind = SyncKind.Backfill, From = s_first, To = s_day.AddDays(-1), Codes = codes });
        await ExecuteAsync(evenings, [.. s_downgrade, "update sync_day set expected = 190, status = 'Partial', reason = '185 missing'"]);

        evenings.At(s_day);
        var seen = await evenings.DailyAsync();

        Assert.Single(seen.Warnings);
        Assert.All(await evenings.Rig.CheckpointAsync(), d => Assert.Equal((SyncDayStatus.Completed, 5), (d.Status, d.Expected)));
    }

    /// <summary>The text of a new, empty database; null for a SQLite file.</summary>
    private protected abstract Task<string?> DatabaseAsync();

    private protected abstract Task ExecuteAsync(Evenings evenings, IReadOnlyList<string> statements);

    // As one half published evening left it: the other half stood in neither list nor bars, and counted as not expected.
    static IEnumerable<string> Halve(DateOnly day)
    {
        string[] codes = [.. s_market.ListedCodes(day).Where((_, i) => i % 2 == 0).Select(c => c[3..])];
        int rest = s_market.ListedCodes(day).Count() - codes.Length;
        yield return $"delete from daily_stock_data where trade_date = '{day:yyyy-MM-dd}' and stock_code in ({string.Join(',', codes.Select(c => $"'{c}'"))})";
        foreach (string code in codes)
        {
            yield return "insert into sync_absence (stock_code, from_date, to_date, state, reason, first_on, last_on, answers) "
                + $"values ('{code}', '{day:yyyy-MM-dd}', '{day:yyyy-MM-dd}', 'NotListed', 'NotListed', '{day:yyyy-MM-dd}', '{day:yyyy-MM-dd}', 1)";
        }
        yield return $"""
            update sync_day set expected = {rest},
                stored = (select count(*) from daily_stock_data b where b.trade_date = sync_day.trade_date and b.trade_status),
                suspended = (select count(*) from daily_stock_data b where b.trade_date = sync_day.trade_date and not b.trade_status)
            where trade_date = '{day:yyyy-MM-dd}'
            """;
    }

    // The tables as the version before made them. (Recorded intervals of these tests have one day.)
    static readonly string[] s_downgrade =
    [
        "create table sync_day_exception (trade_date date not null, stock_code varchar(6) not null, state text not null, reason text not null, primary key (trade_date, stock_code))",
        "insert into sync_day_exception select from_date, stock_code, state, reason from sync_absence where from_date = to_date",
        "drop table sync_absence",
        "drop table sync_claim",
        "drop table sync_copy",
        "drop table sync_copy_stock",
        "alter table sync_stock drop column answered_on",
        "alter table sync_day drop column waiting",
        "alter table sync_day drop column answers",
        "alter table sync_day drop column answered_on",
        "alter table sync_day drop column list_size",
        "alter table sync_day drop column note",
        "alter table stock drop column replaced_by",
        "alter table trading_calendar drop column answers",
        "delete from sync_schema_journal where version >= 5",
    ];
}

public sealed class SqliteUpgradeTests : UpgradeContract
{
    private protected override Task<string?> DatabaseAsync() => Task.FromResult<string?>(null);

    private protected override async Task ExecuteAsync(Evenings evenings, IReadOnlyList<string> statements)
    {
        await using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={evenings.Rig.Settings.Database};Pooling=False");
        await connection.OpenAsync();
        foreach (string statement in statements)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = statement;
            await command.ExecuteNonQueryAsync();
        }
    }
}

[NeedsServer(TestServers.Postgres)]
public sealed class PostgresUpgradeTests : UpgradeContract
{
    private protected override async Task<string?> DatabaseAsync() =>
        (await (await Fakes.PostgresCluster.SharedAsync()).CreateDatabaseAsync()).ConnectionString;

    private protected override async Task ExecuteAsync(Evenings evenings, IReadOnlyList<string> statements)
    {
        await using var source = Npgsql.NpgsqlDataSource.Create(evenings.Rig.Settings.Database!);
        foreach (string statement in statements)
        {
            await using var command = source.CreateCommand(statement);
            await command.ExecuteNonQueryAsync();
        }
    }
}
