using System.Globalization;

namespace StockSync;

/// <summary>
/// How often days may be late, and were. A trading day is in time when 99.9 % of its bars are there at 08:30 Beijing time of the next
/// morning; of 250 trading days 99 % must be, so two may not. Days before the first daily run do not count.
/// </summary>
public sealed class ErrorBudgetHealth
{
    /// <summary>Trading days that were looked at, at most 250; the rest of the 250 counts as in time.</summary>
    public required int Days { get; init; }

    /// <summary>Those of them that were not in time.</summary>
    public required int BadDays { get; init; }

    /// <summary>The newest of those; null where there is none.</summary>
    public DateTime? LastBadDay { get; init; }

    /// <summary>Share of the budget that is left, 1 to 0; each late day takes four tenths.</summary>
    public required double Remaining { get; init; }

    /// <summary>Bars that are there to those that should be, on days older than three trading days, 0 to 1; null where there is none.</summary>
    public double? Completeness { get; init; }

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{100 * Remaining:0} % left, {BadDays} of {Days} days late");
}
