namespace StockSync.Engine.Stores.Contract;

/// <summary>Says which errors mean that the database failed, as against the service, the request or the run.</summary>
static class StoreFailure
{
    /// <summary>True for an error of the store; null is none.</summary>
    public static bool Is(StockSyncException? error) => Is(error?.ErrorId);

    /// <summary>The same for the id of an error that was recorded.</summary>
    public static bool Is(string? errorId) =>
        errorId is ErrorIds.StoreUnreachable or ErrorIds.StoreFailed or ErrorIds.StoreEmpty || IsLasting(errorId);

    /// <summary>The database cannot be used until somebody does something about it: no later attempt succeeds by itself.</summary>
    public static bool IsLasting(string? errorId) => errorId is ErrorIds.StoreFull or ErrorIds.StoreNotADatabase or ErrorIds.StoreReadOnly
        or ErrorIds.StoreLoginRefused or ErrorIds.StoreSchemaNewer;
}
