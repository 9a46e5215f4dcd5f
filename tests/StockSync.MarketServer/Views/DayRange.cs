namespace StockSync.MarketServer;

/// <summary>Days from one to another, both included.</summary>
readonly record struct DayRange(DateOnly First, DateOnly Last)
{
    public static readonly DayRange All = new(DateOnly.MinValue, DateOnly.MaxValue);

    public bool Covers(DateOnly day) => day >= First && day <= Last;
}
