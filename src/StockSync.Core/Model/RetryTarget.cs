namespace StockSync;

/// <summary>One thing to retry.</summary>
/// <param name="Code">The stock, or null for all that is missing of the days.</param>
/// <param name="From">First day, or null for all open failures of the stock.</param>
/// <param name="To">Last day; null means <paramref name="From"/>.</param>
public readonly record struct RetryTarget(StockCode? Code, DateOnly? From, DateOnly? To);
