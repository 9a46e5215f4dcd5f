using System.Management.Automation;

namespace StockSync.Host;

/// <summary>Orders objects by columns as the language's own comparison does; by their text where it can't compare them.</summary>
sealed class RowOrder(IReadOnlyList<Column> columns, bool descending) : IComparer<PSObject>
{
    public int Compare(PSObject? x, PSObject? y)
    {
        if (x is null || y is null)
            return (x is null ? 0 : 1) - (y is null ? 0 : 1);
        if (columns.Count == 0)
            return Directed(CompareValues(x, y), descending);

        foreach (var column in columns)
        {
            var order = CompareValues(column.Value(x), column.Value(y));
            if (order != 0)
                return Directed(order, column.Descending ?? descending);
        }

        return 0;
    }

    internal static int CompareValues(object? x, object? y) => LanguagePrimitives.TryCompare(x, y, ignoreCase: true, out var order)
        ? order
        : string.Compare(Text(x), Text(y), StringComparison.OrdinalIgnoreCase);

    static int Directed(int order, bool descending) => descending ? -order : order;

    static string Text(object? value) => LanguagePrimitives.ConvertTo<string>(value) ?? "";
}
