using StockSync.Engine.Evidence;
using StockSync.Engine.Market;
using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine.Planning;

/// <summary>What is asked for and what the store knows about it, before anything is asked of the service.</summary>
/// <param name="Request">The request.</param>
/// <param name="Targets">What a retry retries; empty for every other kind.</param>
/// <param name="Range">The calendar days.</param>
/// <param name="Database">Schema and rights of the database.</param>
/// <param name="Reference">Calendar and stock list.</param>
/// <param name="Known">The checkpoints of the range.</param>
/// <param name="Service">What is known of the service.</param>
/// <param name="AsWorker">What this machine met and spent today at runs of other machines.</param>
/// <param name="Evidence">What the service said before.</param>
sealed record PlanInput(
    SyncRequest Request,
    IReadOnlyList<RetryTarget> Targets,
    DateRange Range,
    DatabaseInfo Database,
    StoredReference Reference,
    IReadOnlyList<SyncDay> Known,
    ServiceState Service,
    (ServiceState Service, int Spent) AsWorker,
    StoredEvidence Evidence)
{
    /// <summary>The days by the stored calendar; null where the store does not know all of them for certain.</summary>
    public SyncScope? Scope { get; init; }

    /// <summary>True where nothing was ever recorded: there is no stock list of before to compare with.</summary>
    public bool IsFirst => Evidence.Copy is { IsWhole: null, IsChecked: true } && Known.Count == 0;
}

/// <summary>What the store knows of what the service said before.</summary>
/// <param name="Copy">Which stocks it is a copy of.</param>
/// <param name="Claims">What waits for a second answer.</param>
/// <param name="DueAbsences">Absences to be asked for again, newest first; read for daily runs only.</param>
sealed record StoredEvidence(CopyScope Copy, IReadOnlyList<Claim> Claims, IReadOnlyList<Absence> DueAbsences)
{
    public static async Task<StoredEvidence> ReadAsync(ISyncStore store, SyncRequest request, BeijingClock clock, CancellationToken cancellationToken)
    {
        var copy = store.Claims.GetCopyAsync(cancellationToken);
        var claims = store.Claims.GetClaimsAsync(cancellationToken);
        var due = IsDaily(request) ? store.Absences.GetDueAbsencesAsync(clock.Today, cancellationToken) : Task.FromResult<IReadOnlyList<Absence>>([]);
        await Task.WhenAll(copy, claims, due);
        return new StoredEvidence(await copy, await claims, await due);
    }

    /// <summary>True for the daily run, by a person or a schedule: the one that asks again for what is open beyond its own day.</summary>
    public static bool IsDaily(SyncRequest request) => request is { Kind: SyncKind.Day, Dates.Count: 0 };

    /// <summary>True where nothing has to be settled about the copy as a whole before days can be answered from the store.</summary>
    public bool IsSettled(SyncRequest request) => Copy is { IsWhole: not null, IsChecked: true } && !Copy.IsWidenedBy(request)
        && (!Copy.IsChosen || request.Codes.All(Copy.Codes.Contains));

    /// <summary>What a run asks for again.</summary>
    public DueAbsences Due(SyncRequest request, TradingCalendar calendar, SyncScope scope, ServiceState service) =>
        !IsDaily(request) || DueAbsences.Count == 0
            ? Evidence.DueAbsences.None
            : Evidence.DueAbsences.Choose(DueAbsences, scope.Days.ToHashSet(), calendar, service.SupportsMarketDay != false);
}
