namespace StockSync.Benchmarks.Children;

/// <summary>What a reader met, in seconds.</summary>
/// <param name="Looks">How often it looked while there was writing.</param>
/// <param name="Median">Half of its looks were shorter.</param>
/// <param name="Longest">The longest.</param>
/// <param name="Quiet">The longest look after the writing.</param>
sealed record ReaderResult(int Looks, double Median, double Longest, double Quiet);
