namespace StockSync.MarketServer;

/// <summary>One ex date of one share, the factors as the texts the service sends (6 decimals).</summary>
public sealed record MarketAdjustFactor(string Code, DateOnly ExDate, string Fore, string Back, string Adjust);
