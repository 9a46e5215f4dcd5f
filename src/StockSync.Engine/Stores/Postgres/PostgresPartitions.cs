using System.Collections.Concurrent;
using System.Globalization;
using StockSync.Engine.Stores.Sql;

namespace StockSync.Engine.Stores.Postgres;

/// <summary>The months of the bar table. Those that exist are remembered, so that most calls ask the server nothing.</summary>
sealed class PostgresPartitions
{
    const string NameFormat = "'daily_stock_data_'yyyy'_'MM";

    // A sample of 3,000 rows tells a month's stocks and days nearly as well as the default of 30,000 (5,406 stocks of 5,084, and the same
    // plans), in a twelfth of the time: 0.05 instead of 0.55 s a month, a quarter of all that a fresh backfill took.
    const int StatisticsTarget = 10;

    // Analyzed in one round trip: a transaction of half a second, whatever the number of years.
    const int MonthsOfAnalyze = 12;

    readonly ConcurrentDictionary<DateOnly, bool> _known = new();
    readonly ConcurrentDictionary<DateOnly, bool> _changed = new();

    public async Task PrepareAsync(StoreDatabase database, DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        var wanted = Months(from, to).Where(month => !_known.ContainsKey(month)).ToList();
        if (wanted.Count == 0)
            return;
        await LearnAsync(database, cancellationToken);
        var missing = wanted.Where(month => !_known.ContainsKey(month)).ToList();
        if (missing.Count == 0)
            return;
        // Attached, not created in place: that would lock the whole table against readers. Another process may do the same at this
        // moment, so what is missing is looked up again under the lock.
        await database.WriteAsync(
            async connection =>
            {
                var existing = new HashSet<string>(StringComparer.Ordinal);
                await connection.RunAsync(
                    [
                        new(database.Dialect.Begin),
                        database.Dialect.LockSchema()!,
                        Existing().OnRow(reader => existing.Add(reader.GetString(0))),
                    ],
                    cancellationToken);
                var statements = missing.Where(month => !existing.Contains(Name(month))).SelectMany(Create).ToList();
                await connection.RunAsync([.. statements, new("commit")], cancellationToken);
                return true;
            },
            cancellationToken);
        foreach (var month in missing)
            _known[month] = true;
    }

    /// <summary>Forgets what is known: somebody dropped a month.</summary>
    public void Forget() => _known.Clear();

    /// <summary>Notes the months that rows went to.</summary>
    public void Changed(DateOnly from, DateOnly to)
    {
        foreach (var month in Months(from, to))
            _changed[month] = true;
    }

    /// <summary>Analyzes the months that rows went to: all of them would mean reading years that did not change.</summary>
    public async Task AnalyzeAsync(StoreDatabase database, CancellationToken cancellationToken)
    {
        foreach (var months in _changed.Keys.Order().Chunk(MonthsOfAnalyze))
        {
            await database.RunAsync(
                [SmallSample(), .. months.Select(m => new Statement($"analyze {Name(m)}"))], cancellationToken);
            foreach (var month in months)
                _changed.TryRemove(month, out _);
        }
    }

    /// <summary>Asks the server which months exist.</summary>
    public async Task LearnAsync(StoreDatabase database, CancellationToken cancellationToken)
    {
        var names = await database.QueryAsync(Existing(), reader => reader.GetString(0), cancellationToken);
        foreach (string name in names)
        {
            if (DateOnly.TryParseExact(name, NameFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var month))
                _known[month] = true;
        }
    }

    // For this transaction only.
    static Statement SmallSample() => new($"set local default_statistics_target = {StatisticsTarget}");

    static Statement Existing() => new("""
        select c.relname::text from pg_inherits i join pg_class c on c.oid = i.inhrelid
        where i.inhparent = to_regclass('daily_stock_data')
        """);

    static IEnumerable<Statement> Create(DateOnly month)
    {
        yield return new Statement($"create table if not exists {Name(month)} (like daily_stock_data)");
        yield return new Statement(string.Create(CultureInfo.InvariantCulture, $"""
            alter table daily_stock_data attach partition {Name(month)}
                for values from ('{month:yyyy-MM-dd}') to ('{month.AddMonths(1):yyyy-MM-dd}')
            """));
    }

    static string Name(DateOnly month) => month.ToString(NameFormat, CultureInfo.InvariantCulture);

    static IEnumerable<DateOnly> Months(DateOnly from, DateOnly to)
    {
        for (var month = new DateOnly(from.Year, from.Month, 1); month <= to; month = month.AddMonths(1))
            yield return month;
    }
}
