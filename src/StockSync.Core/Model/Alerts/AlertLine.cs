namespace StockSync;

/// <summary>One line of a message.</summary>
/// <param name="Label">What it is, in the reader's language.</param>
/// <param name="Text">The value.</param>
public sealed record AlertLine(string Label, string Text);
