using System.Collections;
using System.Management.Automation;
using Microsoft.PowerShell.Commands;

namespace StockSync.Host;

/// <summary>
/// One entry of a <c>-Property</c> list: a name, a wildcard, a script block, or a table with Name and Expression.
/// </summary>
sealed record Column(string Name, PSPropertyExpression Expression, bool? Descending = null)
{
    static readonly string[] s_nameKeys = ["Name", "Label", "N", "L"];
    static readonly string[] s_expressionKeys = ["Expression", "E"];

    internal static IReadOnlyList<Column> Parse(object[]? properties) => [.. (properties ?? []).Select(Parse)];

    /// <summary>The columns that a wildcard stands for in <paramref name="row"/>; otherwise the column itself.</summary>
    internal IEnumerable<Column> In(PSObject row) => Expression.HasWildCardCharacters
        ? Expression.ResolveNames(row).Select(found => new Column(found.ToString(), found, Descending))
        : [this];

    /// <summary>The value in <paramref name="row"/>; null when it has none.</summary>
    internal object? Value(PSObject row) => Expression.GetValues(row).FirstOrDefault()?.Result;

    static Column Parse(object property) => Unwrap(property) switch
    {
        ScriptBlock script => new Column(script.ToString().Trim(), new PSPropertyExpression(script)),
        IDictionary table => FromTable(table),
        var name => new Column(LanguagePrimitives.ConvertTo<string>(name), new PSPropertyExpression(LanguagePrimitives.ConvertTo<string>(name))),
    };

    static Column FromTable(IDictionary table)
    {
        var expression = Find(table, s_expressionKeys) ?? Find(table, s_nameKeys)
            ?? throw new PSArgumentException("A property given as a table needs an Expression.");
        var column = Parse(expression);
        var descending = Find(table, ["Descending"]);
        return column with
        {
            Name = Find(table, s_nameKeys) is { } name ? LanguagePrimitives.ConvertTo<string>(name) : column.Name,
            Descending = descending is null ? null : LanguagePrimitives.IsTrue(descending),
        };
    }

    static object? Find(IDictionary table, string[] keys) =>
        (from DictionaryEntry entry in table
         where keys.Contains(entry.Key.ToString(), StringComparer.OrdinalIgnoreCase)
         select entry.Value).FirstOrDefault();

    static object Unwrap(object value) => value is PSObject wrapped ? wrapped.BaseObject : value;
}
