using System.Data.Common;
using System.Text.Json;
using StockSync.Engine.Stores.Contract;
using StockSync.Engine.Stores.Sql;

namespace StockSync.Engine.Stores.Tables;

/// <summary>What is remembered of a service: the requests of each day, and what it can do.</summary>
sealed class ServiceTables(StoreDatabase database) : IServiceStore
{
    // One statement decides and counts, so two processes can never take the same request; what was granted stands in the row it returns.
    static readonly string s_reserve = $"""
        insert into sync_budget (endpoint, beijing_day, reserved, granted) values (@endpoint, @day, @first, @first)
        on conflict (endpoint, beijing_day) do update set
            granted = {Granted("sync_budget.reserved")},
            reserved = sync_budget.reserved + {Granted("sync_budget.reserved")}
        returning granted
        """;

    public async Task<int> ReserveRequestsAsync(string endpoint, DateOnly beijingDay, int count, int budget, CancellationToken cancellationToken)
    {
        var granted = await database.ChangeAsync(
            new Statement(s_reserve).With("endpoint", endpoint).With("day", beijingDay)
                .With("first", Math.Clamp(count, 0, Math.Max(0, budget))).With("count", count).With("budget", budget),
            reader => reader.Count(0),
            cancellationToken);
        return granted[0];
    }

    public async Task<int> GetReservedRequestsAsync(string endpoint, DateOnly beijingDay, CancellationToken cancellationToken)
    {
        var found = await database.QueryAsync(
            new Statement("select reserved from sync_budget where endpoint = @endpoint and beijing_day = @day")
                .With("endpoint", endpoint).With("day", beijingDay),
            reader => reader.Count(0),
            cancellationToken);
        return found.Count > 0 ? found[0] : 0;
    }

    public async Task<IReadOnlyList<DayRequests>> GetRequestsAsync(string endpoint, DateOnly from, CancellationToken cancellationToken) =>
        await database.QueryAsync(
            new Statement("""
                select beijing_day, reserved from sync_budget where endpoint = @endpoint and beijing_day >= @from order by beijing_day
                """)
                .With("endpoint", endpoint).With("from", from),
            reader => new DayRequests(reader.Day(0), reader.Count(1)),
            requests => requests.Day,
            cancellationToken);

    public async Task<ServiceState> GetServiceAsync(string endpoint, CancellationToken cancellationToken)
    {
        var found = await database.QueryAsync(
            // A database is looked at before it is upgraded too: what the first version does not have is taken where it is there.
            new Statement("""
                select supports_market_day, market_day_seconds, stock_range_seconds, blocked_until, blocked_reason, sync_service.*
                from sync_service where endpoint = @endpoint
                """)
                .With("endpoint", endpoint),
            reader => new ServiceState
            {
                Endpoint = endpoint,
                SupportsMarketDay = reader.IsDBNull(0) ? null : reader.GetBoolean(0),
                Costs = CostText.Read(Costs(reader), reader.NumberOrNull(1), reader.NumberOrNull(2)),
                BlockedUntil = database.Dialect.ReadInstantOrNull(reader, 3),
                BlockedReason = reader.TextOrNull(4),
            },
            cancellationToken);
        return found.Count > 0 ? found[0] : new ServiceState { Endpoint = endpoint };
    }

    public Task PutServiceAsync(ServiceState state, CancellationToken cancellationToken) => database.RunAsync([Put(state)], cancellationToken);

    /// <summary>Remembers what is known of a service.</summary>
    public Statement Put(ServiceState state) => new Statement("""
        insert into sync_service
            (endpoint, supports_market_day, market_day_seconds, stock_range_seconds, blocked_until, blocked_reason, costs)
        values (@endpoint, @market_day, @market_day_seconds, @stock_range_seconds, @blocked_until, @blocked_reason, @costs)
        on conflict (endpoint) do update set supports_market_day = excluded.supports_market_day,
            market_day_seconds = excluded.market_day_seconds, stock_range_seconds = excluded.stock_range_seconds,
            blocked_until = excluded.blocked_until, blocked_reason = excluded.blocked_reason, costs = excluded.costs
        """)
        .With("endpoint", state.Endpoint).With("market_day", state.SupportsMarketDay)
        .With("market_day_seconds", state.MarketDaySeconds).With("stock_range_seconds", state.StockRangeSeconds)
        .With("blocked_until", database.Dialect.Instant(state.BlockedUntil)).With("blocked_reason", state.BlockedReason)
        .With("costs", CostText.Write(state.Costs));

    /// <summary>
    /// Gives reserved requests back, in the transaction that ends the run and before its record says so: done a second time, because the
    /// answer to the first was lost, it finds the run ended and gives nothing.
    /// </summary>
    public static Statement GiveBack(UnusedRequests unused, string runId) => new Statement("""
        update sync_budget set reserved = case when reserved > @count then reserved - @count else 0 end
        where endpoint = @endpoint and beijing_day = @day
            and exists (select 1 from sync_run r where r.run_id = @run_id and r.status = 'Running')
        """)
        .With("count", unused.Count).With("endpoint", unused.Endpoint).With("day", unused.BeijingDay).With("run_id", runId);

    static string? Costs(DbDataReader reader)
    {
        for (int i = 0; i < reader.FieldCount; i++)
        {
            if (reader.GetName(i) == "costs")
                return reader.TextOrNull(i);
        }
        return null;
    }

    // As many as asked for and left; given back, no more than were taken.
    static string Granted(string reserved) => $"""
        (case when @count < 0 then case when {reserved} + @count < 0 then -{reserved} else @count end
              when @budget <= {reserved} then 0
              when @count > @budget - {reserved} then @budget - {reserved}
              else @count end)
        """;
}

/// <summary>Learned costs as they are stored: <c>{"MarketDay":{"Mean":40.1,"Weight":12.5,"MeasuredAt":"2026-11-26T10:00:00Z"}}</c>.</summary>
static class CostText
{
    // What older versions stored without saying how many answers it rests on.
    const double OldWeight = 5;

    public static string Write(ServiceCosts costs) =>
        JsonSerializer.Serialize(costs.All.OrderBy(c => c.Key).ToDictionary(c => c.Key.ToString(), c => c.Value));

    /// <summary>Reads them, or what an older version left.</summary>
    /// <param name="text">The document; null in a database that was not upgraded yet, or where nothing was learned since.</param>
    /// <param name="marketDay">Typical seconds as the first version stored them.</param>
    /// <param name="stockRange">The same for a stock range.</param>
    public static ServiceCosts Read(string? text, double? marketDay, double? stockRange)
    {
        var costs = ServiceCosts.None;
        if (text is null)
        {
            if (marketDay is { } day)
                costs = costs.With(CostKind.MarketDay, new LearnedCost(day, OldWeight, DateTime.UnixEpoch));
            if (stockRange is { } range)
                costs = costs.With(CostKind.StockRange, new LearnedCost(range, OldWeight, DateTime.UnixEpoch));
            return costs;
        }
        foreach (var (name, cost) in Parse(text))
        {
            // A kind that this version does not know is another version's; a number that no measurement can give was not measured.
            if (Enum.TryParse<CostKind>(name, out var kind) && Enum.IsDefined(kind) && IsSound(cost))
                costs = costs.With(kind, cost with { MeasuredAt = DateTime.SpecifyKind(cost.MeasuredAt.ToUniversalTime(), DateTimeKind.Utc) });
        }
        return costs;
    }

    static Dictionary<string, LearnedCost> Parse(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, LearnedCost>>(text) ?? [];
        }
        catch (JsonException)
        {
            // It only serves estimates. An edited or damaged one must not keep bars from being fetched: the next run learns it anew.
            return [];
        }
    }

    static bool IsSound(LearnedCost cost) =>
        double.IsFinite(cost.Mean) && cost.Mean >= 0 && double.IsFinite(cost.Weight) && cost.Weight >= 0;
}
