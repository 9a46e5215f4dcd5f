using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine.Settling;

/// <summary>What a user is shown of stocks without their bars: failures, and the recorded absences.</summary>
static class FailedStocks
{
    /// <summary>Both, in order of code and first day.</summary>
    public static IEnumerable<FailedStock> Of(IReadOnlyList<FailedStock> failures, IReadOnlyList<Absence> absences) =>
        failures.Select(Of).Concat(absences.Select(Of)).OrderBy(f => f.Code, StringComparer.Ordinal).ThenBy(f => f.From).ThenBy(f => f.To);

    /// <summary>A failure with the Beijing day on which it began.</summary>
    public static FailedStock Of(FailedStock failure) => new()
    {
        Code = failure.Code,
        Exchange = failure.Exchange,
        From = failure.From,
        To = failure.To,
        Reason = failure.Reason,
        Since = Beijing.Day(failure.FirstFailedAt).ToDateTime(TimeOnly.MinValue),
        Attempts = failure.Attempts,
        FirstError = failure.FirstError,
        LastError = failure.LastError,
        FirstFailedAt = failure.FirstFailedAt,
        LastFailedAt = failure.LastFailedAt,
        RunId = failure.RunId,
    };

    static FailedStock Of(Absence absence) => new()
    {
        Code = absence.Code.ToString(),
        Exchange = absence.Code.Exchange,
        From = absence.From.ToDateTime(TimeOnly.MinValue),
        To = absence.To.ToDateTime(TimeOnly.MinValue),
        Reason = absence.Reason,
        State = absence.State switch
        {
            StockState.Quarantined => FailedStockState.Quarantined,
            StockState.NotListed => FailedStockState.NotListed,
            _ => FailedStockState.Late,
        },
        // Who was not asked for yet has a day in the record that only says from when on he may be.
        Since = absence.Answers == 0 ? null : absence.FirstOn.ToDateTime(TimeOnly.MinValue),
        Answers = absence.Answers,
        Attempts = absence.Answers,
        NextCheck = absence.Note is null ? absence.CheckOn?.ToDateTime(TimeOnly.MinValue) : null,
        Note = absence.Note,
        FirstFailedAt = Beijing.Instant(absence.FirstOn),
        LastFailedAt = Beijing.Instant(absence.LastOn),
    };
}
