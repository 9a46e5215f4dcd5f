namespace StockSync.Engine.Sources.Baostock.Answers;

/// <summary>Where a field's text stands between its quotes.</summary>
/// <param name="Start">Index of its first byte.</param>
/// <param name="Length">Bytes.</param>
/// <param name="IsPlain">True when it holds neither escapes nor blanks nor control characters: it can be read in place.</param>
readonly record struct RawField(int Start, int Length, bool IsPlain);
