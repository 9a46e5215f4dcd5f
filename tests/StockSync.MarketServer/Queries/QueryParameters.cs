using System.Globalization;

namespace StockSync.MarketServer;

/// <summary>The fields of a query, checked one by one as they are taken.</summary>
sealed class QueryParameters
{
    const int LargestPage = 10_000;

    readonly IReadOnlyList<string> _fields;
    readonly int _first;

    /// <summary>Fields of a query that has so many parameters after method, user and, if paged, page and page size.</summary>
    public QueryParameters(IReadOnlyList<string> fields, string method, int parameters, bool paged)
    {
        _fields = fields;
        _first = paged ? 4 : 2;
        if (fields[0] != method)
            throw ServiceError.MalformedMessage;
        if (fields.Count != _first + parameters)
            throw ServiceError.WrongParameterCount;
        if (paged)
            Page = (Number(2), Number(3));
        if (Page is { Size: > LargestPage })
            throw ServiceError.OverLimit;
    }

    public (int Number, int Size)? Page { get; }

    /// <summary>The slots every answer begins with: success, method, user and, if paged, page and page size.</summary>
    public IReadOnlyList<string> Head => ["0", "success", .. _fields.Take(_first)];

    /// <summary>The parameters as they came, which the answer repeats.</summary>
    public IReadOnlyList<string> Echo => [.. _fields.Skip(_first)];

    public string this[int parameter] => _fields[_first + parameter];

    public string Code(int parameter) => MarketCode.IsWellFormed(this[parameter]) ? this[parameter] : throw ServiceError.BadCode;

    public DateOnly Day(int parameter) => DecimalText.TryDay(this[parameter], out var day) ? day : throw ServiceError.BadDate;

    /// <summary>Two neighbouring parameters: the first and the last day.</summary>
    public (DateOnly First, DateOnly Last) Range(int parameter)
    {
        if (!DecimalText.TryDay(this[parameter], out var first))
            throw ServiceError.BadStartDate;
        if (!DecimalText.TryDay(this[parameter + 1], out var last))
            throw ServiceError.BadEndDate;
        return first <= last ? (first, last) : throw ServiceError.StartAfterEnd;
    }

    int Number(int field) =>
        int.TryParse(_fields[field], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : throw ServiceError.WrongParameterCount;
}
