using System.Management.Automation;

namespace StockSync.Binding;

/// <summary>Texts with wildcards; matching ignores case.</summary>
sealed class TextFilter
{
    readonly WildcardPattern[] _patterns;

    /// <summary>Creates it.</summary>
    /// <param name="patterns">Patterns; null or empty matches all.</param>
    public TextFilter(IEnumerable<string>? patterns) =>
        _patterns = [.. (patterns ?? []).Select(p => new WildcardPattern(p, WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant))];

    public bool Matches(string? text) => _patterns.Length == 0 || _patterns.Any(p => p.IsMatch(text ?? ""));
}
