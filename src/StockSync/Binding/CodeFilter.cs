using System.Management.Automation;

namespace StockSync.Binding;

/// <summary>Codes and patterns of codes, matched against every form in which a code may be written.</summary>
sealed class CodeFilter
{
    readonly HashSet<string> _codes = [];
    readonly List<WildcardPattern> _patterns = [];

    /// <summary>Creates it.</summary>
    /// <param name="codes">Six digits or patterns; null or empty matches all.</param>
    public CodeFilter(IEnumerable<string>? codes)
    {
        foreach (string code in codes ?? [])
        {
            if (WildcardPattern.ContainsWildcardCharacters(code))
                _patterns.Add(new WildcardPattern(code, WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant));
            else
                _codes.Add(code);
        }
    }

    /// <summary>The codes without wildcards.</summary>
    public IReadOnlyCollection<string> Codes => _codes;

    public bool HasPatterns => _patterns.Count > 0;

    public bool Matches(string code, Exchange? exchange)
    {
        if (_codes.Count == 0 && _patterns.Count == 0 || _codes.Contains(code))
            return true;
        return _patterns.Exists(p => p.IsMatch(code) || p.IsMatch($"{exchange}.{code}") || p.IsMatch($"{exchange}{code}") || p.IsMatch($"{code}.{exchange}"));
    }
}
