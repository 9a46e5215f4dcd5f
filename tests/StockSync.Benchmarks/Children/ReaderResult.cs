namespace StockSync.Benchmarks.Children;

/// <summary>How long the reads of a reader process took, in seconds.</summary>
/// <param name="Reads">How often it read while there was writing.</param>
/// <param name="Median">The median time of these reads.</param>
/// <param name="Longest">The longest of them.</param>
/// <param name="Quiet">The longest read after the writing.</param>
sealed record ReaderResult(int Reads, double Median, double Longest, double Quiet);
