namespace StockSync.Benchmarks.Harness;

/// <summary>One line of the table.</summary>
/// <param name="Scenario">The scenario's name.</param>
/// <param name="Work">What was measured, with its sizes.</param>
/// <param name="Ours">StockSync's figure, a median where there were rounds.</param>
/// <param name="Other">What it is compared with; empty where with nothing.</param>
/// <param name="Ratio">Smallest, middle and largest ratio of the rounds; empty where there is none.</param>
/// <param name="IsMet">Whether the target is met; null where there is no target.</param>
/// <param name="Target">What the figure must be; empty for no target.</param>
sealed record Row(string Scenario, string Work, string Ours, string Other, string Ratio, bool? IsMet = null, string Target = "");
