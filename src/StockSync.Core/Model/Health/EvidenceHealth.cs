using System.Globalization;

namespace StockSync;

/// <summary>What the copy rests on, and what is not known of it.</summary>
public sealed class EvidenceHealth
{
    /// <summary>Stocks that are accepted as absent on the newest recorded day: they are not expected.</summary>
    public required int Excused { get; init; }

    /// <summary>The same with the days of each, longest absent first; at most 50.</summary>
    public IReadOnlyList<FailedStock> ExcusedStocks { get; init; } = [];

    /// <summary>Complete days for which the service answered as a whole on one Beijing day only.</summary>
    public int OneAnswerDays { get; init; }

    /// <summary>The newest of them; null where there is none.</summary>
    public DateTime? NewestOneAnswerDay { get; init; }

    /// <summary>
    /// Complete days of which it is not known how often the service answered for them: those of before version 0.2, and those that were asked
    /// for stock by stock.
    /// </summary>
    public int UnknownDays { get; init; }

    /// <summary>What waits for the same answer on another Beijing day.</summary>
    public int Waiting { get; init; }

    /// <summary>The same, oldest first; at most 50.</summary>
    public IReadOnlyList<EvidenceItem> WaitingFor { get; init; } = [];

    /// <summary>Recorded days that are open because stocks are absent and nobody has accepted that: they are asked for again.</summary>
    public int Doubted { get; init; }

    /// <summary>Stocks concerned; one that is absent on thousands of days counts once.</summary>
    public int DoubtedStocks { get; init; }

    /// <summary>What persons have accepted.</summary>
    public int Accepted { get; init; }

    /// <summary>The same with the note of each, newest first; at most 50.</summary>
    public IReadOnlyList<EvidenceItem> AcceptedItems { get; init; } = [];

    /// <summary>
    /// Complete days that were never read again since. This version does not read complete days again, so these are all of them: a value that
    /// the service has changed since is not noticed.
    /// </summary>
    public int NeverReRead { get; init; }

    /// <summary>Stocks whose bars were set aside because they break a rule.</summary>
    public int QuarantinedStocks { get; init; }

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Excused:N0} excused, {Waiting:N0} waiting, {Doubted:N0} days doubted ({DoubtedStocks:N0} stocks), {OneAnswerDays:N0} days on one answer, {Accepted:N0} accepted");
}

/// <summary>Something that the service said and that waits for a second answer, or was accepted by a person.</summary>
public sealed class EvidenceItem
{
    /// <summary>
    /// <c>MarketDay</c> (a day that does not look like itself), <c>Calendar</c> (a closure longer than ever), <c>StockList</c> (many changes at
    /// once), <c>Withdrawn</c> (a stored bar that is not answered any more), <c>Absence</c> (a stock without a bar) or <c>Day</c> (all that is
    /// absent on a day).
    /// </summary>
    public required string Kind { get; init; }

    /// <summary>What it is about, in data words: days, a stock, or both.</summary>
    public required string Subject { get; init; }

    /// <summary>The Beijing day on which the service first said so: midnight, unspecified kind; null where that is not known.</summary>
    public DateTime? Since { get; init; }

    /// <summary>On how many Beijing days it said so.</summary>
    public int Answers { get; init; }

    /// <summary>What was said, in data words; null where the kind says it all.</summary>
    public string? Detail { get; init; }

    /// <summary>What the person wrote who accepted it; null while nobody did.</summary>
    public string? Note { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Note is null ? $"{Kind} {Subject}" : $"{Kind} {Subject}: {Note}";
}
