using System.Collections;
using System.Globalization;
using System.Management.Automation;
using StockSync.Resources;

namespace StockSync.Binding;

/// <summary>
/// Makes trade dates of what users write: ISO text, <c>yyyyMMdd</c> as text or number, <see cref="DateTime"/>, <see cref="DateOnly"/>,
/// then the session's culture. A bare number would otherwise become ticks in year 1. A time of day other than midnight is refused:
/// it says that the value is an instant, and of which day depends on the zone.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class DateArgumentAttribute : ArgumentTransformationAttribute
{
    static readonly string[] s_formats =
        ["yyyy-MM-dd", "yyyyMMdd", "yyyy-M-d", "yyyy/M/d", "yyyy.M.d", "yyyy'年'M'月'd'日'", "yyyy-MM-dd HH:mm:ss", "yyyy/M/d H:mm:ss"];

    /// <summary>True where an empty cell of a CSV file means: not given.</summary>
    public bool AllowEmpty { get; set; }

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? input = Unwrap(inputData);
        if (input is IList items)
            return items.Cast<object?>().Select(item => One(Unwrap(item))).ToArray();
        return AllowEmpty && input is null or "" ? null : One(input);
    }

    // The record itself where it is a custom object: its base is an empty shell.
    static object? Unwrap(object? value) => value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;

    // A whole record from the pipeline: the binder asks for it before it looks at the record's properties, and does not ask again.
    static object? Member(object record, string name) => Unwrap(PSObject.AsPSObject(record).Properties[name]?.Value);

    static DateTime One(object? input)
    {
        var date = input switch
        {
            DateTime value => value,
            DateTimeOffset value => value.DateTime,
            DateOnly value => value.ToDateTime(TimeOnly.MinValue),
            string text => Parse(text.Trim()),
            sbyte or byte or short or ushort or int or uint or long or ulong => Parse(Convert.ToString(input, CultureInfo.InvariantCulture)!),
            not null when Member(input, "Date") is { } member => One(member),
            _ => throw Invalid(input),
        };
        if (date.TimeOfDay != TimeSpan.Zero)
            throw new ArgumentTransformationMetadataException(Strings.FormatDateHasTime(Shown(input)));
        return DateTime.SpecifyKind(date, DateTimeKind.Unspecified);
    }

    static DateTime Parse(string text)
    {
        if (DateTime.TryParseExact(text, s_formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            return date;

        // With an offset: the date as written, not the one it is here.
        if (text.Length > 10 && text[10] == 'T'
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant))
            return instant.DateTime;

        // A time alone would otherwise mean today.
        if (DateTime.TryParse(text, CultureInfo.CurrentCulture, DateTimeStyles.NoCurrentDateDefault, out date) && date.Year > 1)
            return date;
        throw Invalid(text);
    }

    static ArgumentTransformationMetadataException Invalid(object? input) =>
        new(input is null or IConvertible ? Strings.FormatDateInvalid(Shown(input)) : Strings.FormatInputNamesNoDay(Shown(input)));

    static string Shown(object? input) => input switch
    {
        null => "$null",
        DateTime date => date.ToString("yyyy-MM-dd HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture),
        _ => Convert.ToString(input, CultureInfo.InvariantCulture) ?? "",
    };
}
