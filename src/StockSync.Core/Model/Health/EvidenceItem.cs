namespace StockSync;

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
