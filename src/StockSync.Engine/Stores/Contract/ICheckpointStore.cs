namespace StockSync.Engine.Stores.Contract;

/// <summary>What is known of days and stocks.</summary>
interface ICheckpointStore
{
    /// <summary>Checkpoints in order of date; null ends are open.</summary>
    Task<IReadOnlyList<SyncDay>> GetDaysAsync(DateOnly? from, DateOnly? to, CancellationToken cancellationToken);

    /// <summary>Deletes checkpoints, with the exceptions of those days. Bars stay. Returns how many there were.</summary>
    Task<int> DeleteDaysAsync(IReadOnlyCollection<DateOnly> dates, CancellationToken cancellationToken);

    /// <summary>Absences that reach into the range, in order of code and first day.</summary>
    Task<IReadOnlyList<Absence>> GetAbsencesAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken);

    /// <summary>Absences to be asked for again: open ones last answered before a Beijing day, and accepted ones due by it. Newest first.</summary>
    Task<IReadOnlyList<Absence>> GetDueAbsencesAsync(DateOnly today, CancellationToken cancellationToken);

    /// <summary>What waits for a second answer or was accepted by a person.</summary>
    Task<IReadOnlyList<Claim>> GetClaimsAsync(CancellationToken cancellationToken);

    /// <summary>Records claims: one that was made before, on an earlier Beijing day and with the same digest, counts one answer more.</summary>
    Task PutClaimsAsync(IReadOnlyList<Claim> claims, CancellationToken cancellationToken);

    /// <summary>Forgets claims that are over.</summary>
    Task DeleteClaimsAsync(IReadOnlyList<Claim> claims, CancellationToken cancellationToken);

    /// <summary>Which stocks the database is a copy of.</summary>
    Task<CopyScope> GetCopyAsync(CancellationToken cancellationToken);

    /// <summary>Records it. Chosen stocks are added to those there are; the whole market takes them away.</summary>
    Task PutCopyAsync(CopyScope scope, CancellationToken cancellationToken);

    /// <summary>Per-stock checkpoints of a StockRange run that was not settled.</summary>
    Task<IReadOnlyList<StockCoverage>> GetCoverageAsync(CancellationToken cancellationToken);

    /// <summary>Open failures in order of code and first day.</summary>
    Task<IReadOnlyList<FailedStock>> GetFailuresAsync(CancellationToken cancellationToken);
}
