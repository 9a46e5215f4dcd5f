namespace StockSync.Engine.Stores.Contract;

/// <summary>What operation leaves behind and health and report read: scheduled attempts and sizes.</summary>
interface IHistoryStore
{
    /// <summary>Records an attempt and, in the same transaction, what is to be told of it; a later call with the same id replaces the attempt.</summary>
    Task SaveAttemptAsync(ScheduledAttempt made, AlertChanges alerts, CancellationToken cancellationToken);

    /// <summary>Attempts that began at or after an instant (UTC), newest first.</summary>
    Task<IReadOnlyList<ScheduledAttempt>> GetAttemptsAsync(DateTime since, int limit, CancellationToken cancellationToken);

    /// <summary>Remembers the database's size on a Beijing day; null has the database measure it. The last one of a day stays.</summary>
    Task PutSizeAsync(DateOnly beijingDay, long? bytes, CancellationToken cancellationToken);

    /// <summary>Sizes from a day on, oldest first.</summary>
    Task<IReadOnlyList<DaySize>> GetSizesAsync(DateOnly from, CancellationToken cancellationToken);
}

/// <summary>The database's size on a day.</summary>
sealed record DaySize(DateOnly Day, long Bytes);
