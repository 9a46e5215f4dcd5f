namespace StockSync.MarketServer;

/// <summary>One row of stock_basic.</summary>
/// <param name="Code">Exchange and six digits, <c>sh.600000</c>.</param>
/// <param name="Name">As the service sends it; may hold blanks and even line feeds.</param>
/// <param name="IpoDate">The day of the first bar.</param>
/// <param name="OutDate">The day after the last bar; null while listed.</param>
/// <param name="Type">1 stock, 2 index, 3 other, 4 convertible bond, 5 ETF.</param>
public sealed record MarketSecurity(string Code, string Name, DateOnly IpoDate, DateOnly? OutDate, int Type)
{
    /// <summary>True for the shares message 98 gives: Shanghai 60 and 68, Shenzhen 00 and 30, of type 1.</summary>
    public bool IsAShare => Type == 1 && IsAShareCode(Code);

    internal static bool IsAShareCode(string code) =>
        code.StartsWith("sh.60", StringComparison.Ordinal) || code.StartsWith("sh.68", StringComparison.Ordinal)
        || code.StartsWith("sz.00", StringComparison.Ordinal) || code.StartsWith("sz.30", StringComparison.Ordinal);
}
