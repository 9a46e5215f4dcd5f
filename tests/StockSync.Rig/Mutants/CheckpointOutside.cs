using System.Globalization;
using StockSync.Engine.Stores.Contract;

namespace StockSync.Rig.Mutants;

/// <summary>
/// Bug: the checkpoint is a file beside the database, which no transaction takes back, and it is believed without a look at the table.
/// </summary>
sealed class CheckpointOutside(ISyncStore inner, string file) : MutantStore(inner)
{
    public override async Task<CommitResult> CommitAsync(StoreCommit commit, CancellationToken cancellationToken)
    {
        await File.AppendAllLinesAsync(
            file, commit.Days.Select(d => string.Create(CultureInfo.InvariantCulture, $"{d.Date:yyyy-MM-dd} {d.Expected}")), cancellationToken);
        return await base.CommitAsync(commit, cancellationToken);
    }

    public override async Task<IReadOnlyList<SyncDay>> GetDaysAsync(DateOnly? from, DateOnly? to, CancellationToken cancellationToken) =>
    [
        .. (await ReadAsync(cancellationToken)).Where(d => (from is null || d.Key >= from) && (to is null || d.Key <= to)).Select(d => new SyncDay
        {
            Date = d.Key.ToDateTime(TimeOnly.MinValue), Status = SyncDayStatus.Completed, Expected = d.Value, Stored = d.Value,
        }),
    ];

    public override async Task<IReadOnlyDictionary<DateOnly, DayRows>> CountRowsAsync(
        DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        var rows = new Dictionary<DateOnly, DayRows>(await base.CountRowsAsync(from, to, cancellationToken));
        foreach (var (day, count) in await ReadAsync(cancellationToken))
            rows[day] = new DayRows(count, 0);
        return rows;
    }

    async Task<SortedDictionary<DateOnly, int>> ReadAsync(CancellationToken cancellationToken)
    {
        var days = new SortedDictionary<DateOnly, int>();
        if (!File.Exists(file))
            return days;
        foreach (string line in await File.ReadAllLinesAsync(file, cancellationToken))
            days[DateOnly.Parse(line[..10], CultureInfo.InvariantCulture)] = int.Parse(line[11..], CultureInfo.InvariantCulture);
        return days;
    }
}
