using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace StockSync.Completion;

/// <summary>Completes the names of settings, with what they do as tooltip.</summary>
public sealed class SettingNameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        try
        {
            return [.. CompletionText.Complete(wordToComplete, SessionConfiguration.Open().Names.Select(n => (n, "")))];
        }
        catch (StockSyncException)
        {
            return [];
        }
    }
}
