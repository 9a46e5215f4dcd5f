using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace StockSync.Completion;

/// <summary>
/// Completes references to environment variables that hold a PostgreSQL text, so that nobody has to type a password at the prompt.
/// File names are completed by PowerShell itself where nothing here fits.
/// </summary>
public sealed class DatabaseCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var variables = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .Where(e => e.Value is string text && text.StartsWith("postgres", StringComparison.OrdinalIgnoreCase))
            .Select(e => ($"env:{e.Key}", ""))
            .Order();
        return wordToComplete.Length > 0 ? [.. CompletionText.Complete(wordToComplete, variables)] : [];
    }
}
