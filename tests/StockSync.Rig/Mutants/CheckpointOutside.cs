using System.Globalization;

namespace StockSync.Rig.Mutants;

/// <summary>Bug: the checkpoint is a file beside the database, which no transaction takes back.</summary>
sealed class CheckpointOutside(ISyncStore inner, string file) : MutantStore(inner)
{
    public override async Task<CommitResult> CommitAsync(StoreCommit commit, CancellationToken cancellationToken)
    {
        await File.AppendAllLinesAsync(file, commit.Days.Select(d => d.Date.ToString("O", CultureInfo.InvariantCulture)), cancellationToken);
        return await base.CommitAsync(commit, cancellationToken);
    }

    public override async Task<IReadOnlyList<SyncDay>> GetDaysAsync(DateOnly? from, DateOnly? to, CancellationToken cancellationToken)
    {
        if (!File.Exists(file))
            return [];
        var lines = await File.ReadAllLinesAsync(file, cancellationToken);
        return
        [
            .. lines.Distinct().Order(StringComparer.Ordinal).Select(line => DateOnly.Parse(line, CultureInfo.InvariantCulture))
                .Where(day => (from is null || day >= from) && (to is null || day <= to))
                .Select(day => new SyncDay { Date = day.ToDateTime(TimeOnly.MinValue), Status = SyncDayStatus.Completed }),
        ];
    }
}
