namespace StockSync.Engine.Operations.Alerts.Wording;

/// <summary>How a channel writes the parts of a message.</summary>
/// <param name="Title">Around the title.</param>
/// <param name="Line">Around a label and its text.</param>
/// <param name="Advice">Around the advice.</param>
/// <param name="Neutral">What makes foreign text harmless there.</param>
/// <param name="Break">Between two lines.</param>
sealed record LineForm(
    Func<string, string> Title, Func<string, string, string> Line, Func<string, string> Advice, Func<string, string> Neutral, string Break);
