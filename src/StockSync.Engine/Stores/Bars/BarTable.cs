using System.Data.Common;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using StockSync.Engine.Sources.Contract;
using StockSync.Engine.Stores.Contract;
using StockSync.Engine.Stores.Sql;
using StockSync.Engine.Stores.Tables;

namespace StockSync.Engine.Stores.Bars;

/// <summary>The bar table: reads and the shape of a commit are the same for both databases, the writing of rows is not.</summary>
abstract class BarTable(StoreDatabase database, StoreTables tables) : IBarStore
{
    protected StoreDatabase Database => database;

    public abstract Task PrepareRangeAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken);

    public abstract Task AnalyzeAsync(CancellationToken cancellationToken);

    public virtual Task<IReadOnlyList<int>> GetYearsInPartsAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<int>>([]);

    public virtual Task MergeYearAsync(int year, Lease lease, CancellationToken cancellationToken) => Task.CompletedTask;

    public virtual Task<CommitResult> CommitAsync(StoreCommit commit, CancellationToken cancellationToken)
    {
        Debug.Assert(commit.Bars is null || IsSorted(commit.Bars), "the caller sorts rows and keeps each key once");
        return database.WriteAsync(
            async connection =>
            {
                var batch = Batch(commit);
                var perDay = new Dictionary<DateOnly, RowCounts>();
                await WriteAsync(connection, batch, commit, perDay, cancellationToken);
                return await batch.CloseAsync(connection, perDay, cancellationToken);
            },
            cancellationToken);
    }

    public async Task<IReadOnlyDictionary<DateOnly, DayRows>> CountRowsAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        var rows = await database.QueryAsync(
            new Statement($"""
                select trade_date, count(*), count(*) filter (where not trade_status) from daily_stock_data
                where trade_date between @from and @to{Counted} group by trade_date
                """)
                .With("from", from).With("to", to),
            reader => KeyValuePair.Create(reader.Day(0), new DayRows(reader.Count(1), reader.Count(2))),
            day => day.Key,
            cancellationToken);
        return rows.ToDictionary();
    }

    public async IAsyncEnumerable<(DateOnly Date, StockCode Code)> ReadKeysAsync(
        DateOnly from,
        DateOnly to,
        IReadOnlyCollection<StockCode> codes,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // A row a day: with one for each key most of the time and of the memory went into the drivers.
        const string select =
            "select trade_date, string_agg(stock_code, ',' order by stock_code) from daily_stock_data where trade_date between @from and @to";
        const string group = "group by trade_date order by trade_date";
        var statement = codes.Count == 0
            ? new Statement($"{select} {group}")
            : ValueList.Of($"{select}{InMonths(from, to)} and stock_code", codes.Select(code => code.ToString()).Distinct().ToList(), group);
        var days = database.EnumerateAsync(
            statement.With("from", from).With("to", to), reader => (Day: reader.Day(0), Codes: reader.Codes(1)), cancellationToken);
        await foreach (var day in days)
        {
            foreach (var code in day.Codes)
                yield return (day.Day, code);
        }
    }

    public async Task<DayFigures?> ReadFiguresAsync(DateOnly day, CancellationToken cancellationToken)
    {
        var rows = await database.QueryAsync(
            new Statement($"""
                select stock_code, open_price, high_price, low_price, close_price, volume, amount from daily_stock_data
                where trade_date = @day{Counted} order by stock_code
                """)
                .With("day", day),
            reader => new BarFigures(
                reader.Code(0),
                Scaled(reader, 1),
                Scaled(reader, 2),
                Scaled(reader, 3),
                Scaled(reader, 4),
                reader.IsDBNull(5) ? BarRow.Missing : reader.GetInt64(5),
                Scaled(reader, 6)),
            cancellationToken);
        return rows.Count == 0 ? null : new DayFigures(rows.ToArray());
    }

    public IAsyncEnumerable<Bar> ReadBarsAsync(BarQuery query, CancellationToken cancellationToken)
    {
        const string select = $"select {BarColumns.All} from daily_stock_data where trade_date between @from and @to";
        const string order = "order by stock_code, trade_date";
        var (from, to) = (query.From ?? DateOnly.MinValue, query.To ?? DateOnly.MaxValue);
        var statement = query.Codes.Count == 0
            ? new Statement($"{select}{Counted} {order}")
            : ValueList.Of($"{select}{InMonths(from, to)} and stock_code", query.Codes.Select(code => code.ToString()).Distinct().ToList(), order);
        return database.StreamAsync(statement.With("from", from).With("to", to), Read, cancellationToken);
    }

    /// <summary>A condition on top of the days for some stocks, where their rows are found by months; it begins with <c>and</c>.</summary>
    protected virtual string InMonths(DateOnly from, DateOnly to) => "";

    /// <summary>The statements of a commit around its rows. For one attempt: it takes up what that attempt reads.</summary>
    protected CommitBatch Batch(StoreCommit commit) => new(commit, database, tables);

    /// <summary>
    /// Runs the batch's opening, checks the lease, writes the rows and runs the batch's counting; leaves the transaction open.
    /// </summary>
    protected abstract Task WriteAsync(
        StoreConnection connection,
        CommitBatch batch,
        StoreCommit commit,
        Dictionary<DateOnly, RowCounts> perDay,
        CancellationToken cancellationToken);

    static bool IsSorted(BarBatch bars)
    {
        for (int i = 1; i < bars.Count; i++)
        {
            if ((bars[i - 1].Date, bars[i - 1].Code).CompareTo((bars[i].Date, bars[i].Code)) >= 0)
                return false;
        }
        return true;
    }

    Bar Read(DbDataReader reader) => new()
    {
        Code = reader.GetString(0),
        Exchange = reader.Code(0).Exchange,
        Date = reader.Midnight(1),
        Open = Number(reader, 2, 4) ?? 0,
        High = Number(reader, 3, 4) ?? 0,
        Low = Number(reader, 4, 4) ?? 0,
        Close = Number(reader, 5, 4) ?? 0,
        Preclose = Number(reader, 6, 4) ?? 0,
        Volume = reader.IsDBNull(7) ? null : reader.GetInt64(7),
        Amount = Number(reader, 8, 4),
        ChangePct = Number(reader, 9, 6),
        ChangeAmount = Number(reader, 10, 4),
        TurnoverRate = Number(reader, 11, 6),
        Amplitude = Number(reader, 12, 6),
        TradeStatus = reader.GetBoolean(13),
        IsST = reader.GetBoolean(14),
        PeTtm = Number(reader, 15, 6),
        PbMrq = Number(reader, 16, 6),
        PsTtm = Number(reader, 17, 6),
        PcfNcfTtm = Number(reader, 18, 6),
    };

    // A database of before the upgrade knows no replaced codes.
    string Counted => database.HasEvidence ? $" and {CountedRows.Only}" : "";

    long Scaled(DbDataReader reader, int column) => Number(reader, column, 4) is { } value ? (long)(value * BarRow.PriceScale) : BarRow.Missing;

    decimal? Number(DbDataReader reader, int column, int decimals) =>
        reader.IsDBNull(column) ? null : database.Dialect.ReadDecimal(reader, column, decimals);
}

/// <summary>The columns of the bar table, in the order in which every statement names them.</summary>
static class BarColumns
{
    /// <summary>All columns: the key, then the values.</summary>
    public const string All = "stock_code, trade_date, " + Values;

    /// <summary>All but the key.</summary>
    public const string Values =
        "open_price, high_price, low_price, close_price, preclose_price, volume, amount, change_pct, change_amount, turnover_rate, "
        + "amplitude, trade_status, is_st, pe_ttm, pb_mrq, ps_ttm, pcf_ncf_ttm";

    /// <summary>The values one by one.</summary>
    public static IReadOnlyList<string> ValueNames { get; } = Values.Split(", ");

    /// <summary>The values of a table or alias: <c>o.open_price, o.high_price, …</c>.</summary>
    public static string Of(string alias) => string.Join(", ", ValueNames.Select(name => $"{alias}.{name}"));
}

/// <summary>
/// Which rows of the bar table count: those of a code that another one has taken the place of stay in the table, and are neither expected nor
/// counted nor shown unless that code is asked for.
/// </summary>
static class CountedRows
{
    /// <summary>A condition on the bar table.</summary>
    public const string Only = "stock_code not in (select r.stock_code from stock r where r.replaced_by is not null)";
}
