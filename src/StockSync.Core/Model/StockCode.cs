using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace StockSync;

/// <summary>
/// The code of one A share. Among A shares six digits name a stock without its exchange; indexes, funds, bonds and B shares would
/// collide (sh.000001 is an index, sz.000001 a bank), so a code that cannot be an A share does not parse.
/// </summary>
/// <param name="Number">The six digits as a number: 1 to 999999.</param>
public readonly record struct StockCode(int Number) : IComparable<StockCode>
{
    const int Digits = 6;

    /// <summary>The exchange; it follows from the first digit.</summary>
    public Exchange Exchange => Number >= 600000 ? Exchange.SH : Exchange.SZ;

    /// <summary>The service's form, for example <c>sh.600000</c>.</summary>
    public string SourceForm => (Exchange == Exchange.SH ? "sh." : "sz.") + ToString();

    /// <summary>
    /// Reads <c>600000</c>, <c>sh.600000</c>, <c>SH600000</c> or <c>600000.SH</c>, in any case, and the exchange as other programs write it:
    /// <c>600000.SS</c> (Yahoo), <c>600000.XSHG</c> and <c>000001.XSHE</c> (ISO 10383), <c>600000.SSE</c> and <c>000001.SZSE</c>.
    /// False for anything else and for what is not an A share by its number and exchange.
    /// </summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out StockCode code)
    {
        code = default;
        if (text is null)
            return false;

        ReadOnlySpan<char> rest = text.AsSpan().Trim();
        Exchange? exchange = null;
        int dot = rest.IndexOf('.');
        if (rest.Length == Digits + 2 && TakeExchange(rest[..2], out exchange))
            rest = rest[2..];
        else if (dot == Digits && TakeExchange(rest[(dot + 1)..], out exchange))
            rest = rest[..dot];
        else if (dot > 0 && TakeExchange(rest[..dot], out exchange))
            rest = rest[(dot + 1)..];

        if (rest.Length != Digits || !int.TryParse(rest, NumberStyles.None, CultureInfo.InvariantCulture, out int number) || !IsAShare(number))
            return false;

        code = new StockCode(number);
        return exchange is null || exchange == code.Exchange;
    }

    /// <summary>
    /// True where the number lies in a range the two exchanges give to A shares: 600000 to 699999 in Shanghai; 000001 to 009999 and
    /// 300000 to 309999 in Shenzhen. (900xxx and 200xxx are B shares.)
    /// </summary>
    public static bool IsAShare(int number) => number is >= 600000 and <= 699999 or >= 1 and <= 9999 or >= 300000 and <= 309999;

    /// <inheritdoc/>
    public int CompareTo(StockCode other) => Number.CompareTo(other.Number);

    /// <summary>Orders by number.</summary>
    public static bool operator <(StockCode left, StockCode right) => left.Number < right.Number;

    /// <summary>Orders by number.</summary>
    public static bool operator >(StockCode left, StockCode right) => left.Number > right.Number;

    /// <summary>Orders by number.</summary>
    public static bool operator <=(StockCode left, StockCode right) => left.Number <= right.Number;

    /// <summary>Orders by number.</summary>
    public static bool operator >=(StockCode left, StockCode right) => left.Number >= right.Number;

    /// <summary>The six digits.</summary>
    public override string ToString() => Number.ToString("D6", CultureInfo.InvariantCulture);

    static bool TakeExchange(ReadOnlySpan<char> text, out Exchange? exchange)
    {
        exchange = Is(text, "sh", "ss", "sse", "xshg") ? StockSync.Exchange.SH
            : Is(text, "sz", "szse", "xshe") ? StockSync.Exchange.SZ
            : null;
        return exchange is not null;
    }

    static bool Is(ReadOnlySpan<char> text, params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            if (text.Equals(name, StringComparison.OrdinalIgnoreCase))
                return true;
        }
        return false;
    }
}

/// <summary>The exchanges whose A shares the service publishes. The Beijing exchange is not among them.</summary>
public enum Exchange
{
    /// <summary>Shanghai; the service writes <c>sh</c>.</summary>
    SH = 1,

    /// <summary>Shenzhen; the service writes <c>sz</c>.</summary>
    SZ = 2,
}
