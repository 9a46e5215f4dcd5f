namespace StockSync;

/// <summary>What a message says, in the language of its reader; each channel puts it into its own form and cuts it to its own limit.</summary>
/// <param name="Title">One line.</param>
/// <param name="Lines">Label and text, most important first: what is cut is cut from the end.</param>
/// <param name="Advice">What to do, for example the command to look further; null for none.</param>
public sealed record AlertContent(string Title, IReadOnlyList<AlertLine> Lines, string? Advice = null);

/// <summary>One line of a message.</summary>
/// <param name="Label">What it is, in the reader's language.</param>
/// <param name="Text">The value.</param>
public sealed record AlertLine(string Label, string Text);
