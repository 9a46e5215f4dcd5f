namespace StockSync;

/// <summary>One calendar day of the exchanges.</summary>
public sealed class TradingDay
{
    /// <summary>The day: midnight, unspecified kind.</summary>
    public required DateTime Date { get; init; }

    /// <summary>True when the exchanges are open. Make-up working Saturdays are closed.</summary>
    public required bool IsTradingDay { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Date:yyyy-MM-dd}";
}
