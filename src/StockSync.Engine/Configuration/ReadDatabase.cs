namespace StockSync.Engine.Configuration;

/// <summary>The stores' reading of a database text; null names the default file.</summary>
/// <param name="text">The text.</param>
/// <param name="baseDirectory">What a relative path is relative to.</param>
/// <exception cref="StockSyncException"><see cref="ErrorIds.DatabaseInvalid"/>: it cannot be understood.</exception>
delegate DatabaseName ReadDatabase(string? text, string baseDirectory);
