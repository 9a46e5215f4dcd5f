namespace StockSync.Engine.Operations.Reports.Sections;

/// <summary>What one stock, or with <c>*</c> the whole market, lacks.</summary>
/// <param name="Code">Six digits, or <c>*</c>.</param>
/// <param name="Stretches">Without overlap, in order.</param>
/// <param name="Days">Trading days without a row.</param>
sealed record StockGap(string Code, IReadOnlyList<GapStretch> Stretches, int Days);
