using System.Collections;
using System.Globalization;
using System.Management.Automation;
using StockSync.Resources;

namespace StockSync.Binding;

/// <summary>
/// Makes six digits of what users write for a stock: <c>600000</c>, <c>sh.600000</c>, <c>SH600000</c>, <c>600000.SH</c>, <c>600000.XSHG</c>
/// and the like, or the bare number, whose leading zeros the language takes away.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class CodeArgumentAttribute : ArgumentTransformationAttribute
{
    /// <summary>True where a pattern may stand for a code; it is kept as it is.</summary>
    public bool AllowWildcards { get; set; }

    /// <summary>True where an empty cell of a CSV file, and the <c>*</c> of a failed market day, mean: no stock in particular.</summary>
    public bool AllowEmpty { get; set; }

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? input = Unwrap(inputData);
        if (AllowEmpty && (input is null or "" or FailedStock.WholeMarket || IsOfDay(input)))
            return null;
        return input is IList items
            ? items.Cast<object?>().Select(item => One(Unwrap(item))).ToArray()
            : new[] { One(input) };
    }

    // The record itself where it is a custom object: its base is an empty shell.
    static object? Unwrap(object? value) => value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;

    // The record's own stock, or null. The binder asks for the whole record before it looks at its properties, and does not ask again.
    static object? Member(object record) => Unwrap(PSObject.AsPSObject(record).Properties["Code"]?.Value);

    // The language reads 000001 as 1. No code begins with a single zero, so five digits are a slip, not a code.
    static string Digits(string number) => number.Length <= 4 ? number.PadLeft(6, '0') : number;

    // A record that is about a day and no stock in particular.
    static bool IsOfDay(object input) => input switch
    {
        IList or IConvertible => false,
        _ when Has(input, "Code") => Member(input) is null or "" or FailedStock.WholeMarket,
        _ => Has(input, "From") || Has(input, "Date"),
    };

    static bool Has(object record, string name) => PSObject.AsPSObject(record).Properties[name] is not null;

    static string? Text(object? value) => value switch
    {
        string given => given.Trim(),
        StockCode code => code.ToString(),
        sbyte or byte or short or ushort or int or uint or long or ulong => Digits(Convert.ToString(value, CultureInfo.InvariantCulture)!),
        _ => null,
    };

    string One(object? input)
    {
        object? given = Text(input) is null && input is not (null or IConvertible) && Has(input, "Code") ? Member(input) : input;
        string? text = Text(given);
        if (AllowWildcards && text is not null && WildcardPattern.ContainsWildcardCharacters(text))
            return text;
        if (StockCode.TryParse(text, out var parsed))
            return parsed.ToString();

        // Not thrown as CodeInvalid itself: the binder would turn it into its own error all the same, and lose the message on the way.
        string shown = text ?? (given is null ? "$null" : Convert.ToString(given, CultureInfo.InvariantCulture) ?? "");
        throw new ArgumentTransformationMetadataException(Fault(text, given, shown));
    }

    string Fault(string? text, object? given, string shown) => given switch
    {
        _ when text is FailedStock.WholeMarket => Strings.CodeWholeMarket,
        null or IConvertible or StockCode => Strings.FormatCodeInvalid(shown),
        _ => AllowEmpty ? Strings.FormatInputNamesNothing(shown) : Strings.FormatInputNamesNoStock(shown),
    };
}
