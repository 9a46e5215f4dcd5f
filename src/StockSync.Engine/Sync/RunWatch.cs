namespace StockSync.Engine.Sync;

/// <summary>Who else hears what a run reports, and what takes secrets out of what it records.</summary>
/// <param name="Observe">Puts an observer before the caller's.</param>
/// <param name="Redactor">Knows the secrets.</param>
sealed record RunWatch(Func<ISyncObserver, ISyncObserver> Observe, IRedactor Redactor);
