namespace StockSync.Benchmarks.Harness;

/// <summary>The message types that ask for bars.</summary>
static class BarTypes
{
    public const string StockRange = "95";
    public const string MarketDay = "98";
}
