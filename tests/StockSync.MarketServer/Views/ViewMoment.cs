namespace StockSync.MarketServer;

/// <summary>When a view is looked through.</summary>
/// <param name="Today">The last day that is published, or the day in Beijing where everything is.</param>
/// <param name="Request">What is asked; null where nobody asks, as for <see cref="MarketService.Shown"/>.</param>
public readonly record struct ViewMoment(DateOnly Today, MarketRequest? Request);
