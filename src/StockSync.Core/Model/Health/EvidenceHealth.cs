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
