namespace StockSync.MarketServer;

/// <summary>Ends a query with an error answer of type 04.</summary>
sealed class ServiceErrorException(string code, string text) : Exception($"{code} {text}")
{
    public string Code { get; } = code;

    public string Text { get; } = text;
}
