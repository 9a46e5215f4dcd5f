namespace StockSync.Binding;

/// <summary>The days of a checkpoint file, in order, each once, and never in both lists.</summary>
sealed record CheckpointDates(IReadOnlyList<DateOnly> Completed, IReadOnlyList<DateOnly> Failed);
