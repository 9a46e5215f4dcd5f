using System.Management.Automation.Runspaces;

namespace StockSync.Host;

/// <summary>
/// The words behind <c>-File script.ps1</c>. As in pwsh they're all text, but <c>-Name:$true</c> and <c>-Name:$false</c>,
/// which set a switch. Whether the word behind <c>-Name</c> is its value is for the binder to say, who knows the parameters.
/// </summary>
static class ScriptArguments
{
    internal static IEnumerable<CommandParameter> Read(IReadOnlyList<string> words)
    {
        for (var i = 0; i < words.Count; i++)
        {
            var word = words[i];
            if (!LooksLikeParameter(word))
            {
                yield return new CommandParameter(null, word);
                continue;
            }

            var colon = word.IndexOf(':', StringComparison.Ordinal);
            if (colon < 0)
                yield return new CommandParameter(word);
            else if (colon < word.Length - 1)
                yield return new CommandParameter(word[1..colon], Value(word[(colon + 1)..]));
            else
                yield return i + 1 < words.Count
                    ? new CommandParameter(word[1..colon], Value(words[++i]))
                    : new CommandParameter(word[..colon]);
        }
    }

    /// <summary>A dash and a letter; <c>-5</c> is a number.</summary>
    static bool LooksLikeParameter(string word) => word is ['-', var first, ..] && (char.IsLetter(first) || first is '_' or '?');

    static object Value(string text) => text.ToUpperInvariant() switch
    {
        "$TRUE" => true,
        "$FALSE" => false,
        _ => text,
    };
}
