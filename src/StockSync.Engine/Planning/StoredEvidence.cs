using StockSync.Engine.Evidence;
using StockSync.Engine.Market;
using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine.Planning;

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
    public DueAbsences Due(SyncRequest request, TradingCalendar calendar, SyncScope scope, ServiceState? service) =>
        !IsDaily(request) || DueAbsences.Count == 0
            ? Evidence.DueAbsences.None
            : Evidence.DueAbsences.Choose(DueAbsences, scope.Days.ToHashSet(), calendar, service?.SupportsMarketDay != false);
}
