namespace StockSync.MarketServer;

/// <summary>One row of an answer, and what it is about, so that a fault can choose it whatever columns were asked for.</summary>
readonly record struct AnswerRow(string? Code, DateOnly? Day, IReadOnlyList<string> Values);
