namespace StockSync.Engine.Configuration;

/// <summary>What a database text names.</summary>
/// <param name="Text">The text; a file by its full path.</param>
/// <param name="Shown">Kind, and host and database or the file; never user or password.</param>
/// <param name="IsFile">True for an embedded database.</param>
sealed record DatabaseName(string Text, string Shown, bool IsFile);
