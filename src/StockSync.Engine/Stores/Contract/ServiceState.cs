using System.Diagnostics.CodeAnalysis;

namespace StockSync.Engine.Stores.Contract;

/// <summary>The request budget of a service, and what is remembered of it.</summary>
interface IServiceStore
{
    /// <summary>
    /// Takes up to <paramref name="count"/> requests from the day's budget of a service and returns how many were left to take; a negative
    /// count gives unused ones back. Atomic over all processes.
    /// </summary>
    Task<int> ReserveRequestsAsync(string endpoint, DateOnly beijingDay, int count, int budget, CancellationToken cancellationToken);

    /// <summary>Requests reserved so far that day.</summary>
    Task<int> GetReservedRequestsAsync(string endpoint, DateOnly beijingDay, CancellationToken cancellationToken);

    /// <summary>Requests of each Beijing day from a day on, oldest first.</summary>
    Task<IReadOnlyList<DayRequests>> GetRequestsAsync(string endpoint, DateOnly from, CancellationToken cancellationToken);

    /// <summary>What is remembered of a service; an unknown one gives the defaults.</summary>
    Task<ServiceState> GetServiceAsync(string endpoint, CancellationToken cancellationToken);

    /// <summary>Remembers it.</summary>
    Task PutServiceAsync(ServiceState state, CancellationToken cancellationToken);
}

/// <summary>What is remembered of a service between runs.</summary>
sealed record ServiceState
{
    public required string Endpoint { get; init; }

    /// <summary>False once the service answered "unknown message type" to a market day; null while not known.</summary>
    public bool? SupportsMarketDay { get; init; }

    /// <summary>What runs measured.</summary>
    public ServiceCosts Costs { get; init; } = ServiceCosts.None;

    /// <summary>Typical seconds of a market day, or null before the first.</summary>
    public double? MarketDaySeconds => Costs.Mean(CostKind.MarketDay);

    /// <summary>Typical seconds of a stock range, or null before the first.</summary>
    public double? StockRangeSeconds => Costs.Mean(CostKind.StockRange);

    /// <summary>Until when runs are blocked, UTC; null when they are not.</summary>
    public DateTime? BlockedUntil { get; init; }

    /// <summary>The service's code for it.</summary>
    public string? BlockedReason { get; init; }
}

/// <summary>What runs learned of a service. Equal where it says the same.</summary>
sealed class ServiceCosts(IReadOnlyDictionary<CostKind, LearnedCost> learned) : IEquatable<ServiceCosts>
{
    public static readonly ServiceCosts None = new(new Dictionary<CostKind, LearnedCost>());

    /// <summary>All of it.</summary>
    public IReadOnlyDictionary<CostKind, LearnedCost> All => learned;

    /// <summary>The mean of a kind, or null where nothing was measured.</summary>
    public double? Mean(CostKind kind) => learned.TryGetValue(kind, out var cost) ? cost.Mean : null;

    /// <summary>What is known of a kind, or null.</summary>
    public LearnedCost? Find(CostKind kind) => learned.TryGetValue(kind, out var cost) ? cost : null;

    /// <summary>With one kind replaced.</summary>
    public ServiceCosts With(CostKind kind, LearnedCost cost) => new(new Dictionary<CostKind, LearnedCost>(learned) { [kind] = cost });

    public bool Equals([NotNullWhen(true)] ServiceCosts? other) =>
        other is not null && learned.Count == other.All.Count && learned.All(p => other.All.TryGetValue(p.Key, out var cost) && cost == p.Value);

    public override bool Equals(object? obj) => Equals(obj as ServiceCosts);

    public override int GetHashCode() => learned.Aggregate(learned.Count, (hash, pair) => hash ^ HashCode.Combine(pair.Key, pair.Value));
}

/// <summary>A mean that was measured.</summary>
/// <param name="Mean">Of the unit that its kind says.</param>
/// <param name="Weight">How many measurements it rests on; it fades with age.</param>
/// <param name="MeasuredAt">The last of them, UTC.</param>
readonly record struct LearnedCost(double Mean, double Weight, DateTime MeasuredAt);

/// <summary>What is learned of a service. The names are stored.</summary>
enum CostKind
{
    /// <summary>Seconds of an answer with a whole market day.</summary>
    MarketDay,

    /// <summary>Seconds of a page of one stock's range.</summary>
    StockRange,

    /// <summary>Seconds of a day's list of stocks.</summary>
    DayList,

    /// <summary>Seconds of the stock list.</summary>
    StockList,

    /// <summary>Seconds of the calendar.</summary>
    Calendar,

    /// <summary>Seconds of a login.</summary>
    Login,

    /// <summary>Seconds of a logout.</summary>
    Logout,

    /// <summary>Seconds that a row adds to a run while bars are fetched: what is left when the waits for answers are taken away.</summary>
    Row,

    /// <summary>Seconds a row takes in the store. However fast the service is, a run does not write faster than that.</summary>
    StoredRow,

    /// <summary>Seconds of a run outside the fetching of bars that no answer was waited for.</summary>
    Run,

    /// <summary>Frames without a usable answer, per frame sent.</summary>
    FailureRate,

    /// <summary>Seconds that such a frame was waited for.</summary>
    FailureSeconds,

    /// <summary>Lists of a day asked for, per day settled, beside that of the newest day.</summary>
    DayListRate,
}

/// <summary>Requests charged to a Beijing day.</summary>
sealed record DayRequests(DateOnly Day, int Requests);
