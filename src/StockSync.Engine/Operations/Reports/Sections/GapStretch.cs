namespace StockSync.Engine.Operations.Reports.Sections;

/// <summary>Trading days in a row that a stock lacks for one cause.</summary>
readonly record struct GapStretch(DateOnly From, DateOnly To, GapCause Cause);
