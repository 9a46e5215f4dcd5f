using System.Management.Automation;

namespace StockSync.Completion;

/// <summary>Turns candidates into completion results, quoted where the language needs it.</summary>
static class CompletionText
{
    public static IEnumerable<CompletionResult> Complete(string typed, IEnumerable<(string Value, string ToolTip)> candidates)
    {
        var pattern = new WildcardPattern(typed.Trim('\'', '"') + "*", WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant);
        foreach (var (value, toolTip) in candidates)
        {
            if (pattern.IsMatch(value))
                yield return new CompletionResult(Quote(value), value, CompletionResultType.ParameterValue, toolTip.Length > 0 ? toolTip : value);
        }
    }

    static string Quote(string value) => value.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or ':')
        ? value
        : $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";
}
