namespace StockSync.Benchmarks.Harness;

/// <summary>One comparison of the table, alone and in any order.</summary>
abstract class Scenario
{
    /// <summary>What the filter looks at.</summary>
    public virtual string Name => GetType().Name;

    /// <summary>Measures and adds its rows to the report.</summary>
    public abstract Task RunAsync(Bench bench);
}
