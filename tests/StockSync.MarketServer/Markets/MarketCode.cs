using System.Text.RegularExpressions;

namespace StockSync.MarketServer;

static partial class MarketCode
{
    /// <summary>True for an exchange and six digits, <c>sh.600000</c>.</summary>
    public static bool IsWellFormed(string text) => Form().IsMatch(text);

    [GeneratedRegex(@"^(sh|sz|bj)\.\d{6}\z")]
    private static partial Regex Form();
}
