namespace StockSync.Engine.Configuration;

/// <summary>The stores' reading of a database text; null names the default file.</summary>
/// <param name="text">The text.</param>
/// <param name="baseDirectory">What a relative path is relative to.</param>
/// <exception cref="StockSyncException"><see cref="ErrorIds.DatabaseInvalid"/>: it cannot be understood.</exception>
delegate DatabaseName ReadDatabase(string? text, string baseDirectory);

/// <summary>What a database text names.</summary>
/// <param name="Text">The text; a file by its full path.</param>
/// <param name="Shown">Kind, and host and database or the file; never user or password.</param>
/// <param name="IsFile">True for an embedded database.</param>
sealed record DatabaseName(string Text, string Shown, bool IsFile);
