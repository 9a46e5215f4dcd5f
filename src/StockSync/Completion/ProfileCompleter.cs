using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace StockSync.Completion;

/// <summary>Completes the profiles of the configuration file.</summary>
public sealed class ProfileCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        try
        {
            return [.. CompletionText.Complete(wordToComplete, SessionConfiguration.Open().GetProfiles().Select(p => (p, "")))];
        }
        catch (StockSyncException)
        {
            // A file that cannot be read is told by the cmdlet, not at the prompt.
            return [];
        }
    }
}
