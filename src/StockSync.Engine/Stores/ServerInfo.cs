namespace StockSync.Engine.Stores;

/// <summary>What a look at a database tells.</summary>
/// <param name="Version">The server's or the library's version.</param>
/// <param name="SizeBytes">Size.</param>
/// <param name="IsWritable">True when rows may be written.</param>
/// <param name="WhyNotWritable">The cause, where they may not.</param>
sealed record ServerInfo(string Version, long SizeBytes, bool IsWritable, string WhyNotWritable);
