using System.Collections;
using System.Globalization;
using System.Management.Automation;
using StockSync.Resources;

namespace StockSync.Binding;

/// <summary>
/// Makes six digits of what users write for a stock: <c>600000</c>, <c>sh.600000</c>, <c>SH600000</c>, <c>600000.SH</c>, or the bare
/// number, whose leading zeros the language takes away.
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
        if (AllowEmpty && input is null or "" or FailedStock.WholeMarket)
            return null;
        return input is IList items
            ? items.Cast<object?>().Select(item => One(Unwrap(item))).ToArray()
            : new[] { One(input) };
    }

    // The record itself where it is a custom object: its base is an empty shell.
    static object? Unwrap(object? value) => value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;

    // The language reads 000001 as 1. No code begins with a single zero, so five digits are a slip, not a code.
    static string Digits(string number) => number.Length <= 4 ? number.PadLeft(6, '0') : number;

    string One(object? input)
    {
        string? text = input switch
        {
            string given => given.Trim(),
            StockCode code => code.ToString(),
            sbyte or byte or short or ushort or int or uint or long or ulong => Digits(Convert.ToString(input, CultureInfo.InvariantCulture)!),
            // A whole record from the pipeline: the binder asks for it before it looks at the record's properties, and does not ask again.
            not null when Unwrap(PSObject.AsPSObject(input).Properties["Code"]?.Value) is string member => member,
            _ => null,
        };
        if (AllowWildcards && text is not null && WildcardPattern.ContainsWildcardCharacters(text))
            return text;
        if (StockCode.TryParse(text, out var parsed))
            return parsed.ToString();

        // Not thrown as CodeInvalid itself: the binder would turn it into its own error all the same, and lose the message on the way.
        throw new ArgumentTransformationMetadataException(
            Strings.Format("CodeInvalid", text ?? (input is null ? "$null" : Convert.ToString(input, CultureInfo.InvariantCulture))));
    }
}
