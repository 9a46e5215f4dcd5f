namespace StockSync.MarketServer;

/// <summary>What a request asks for, read without judging it: for the log and for choosing faults.</summary>
/// <param name="Type">Two characters, see <see cref="MessageTypes"/>.</param>
/// <param name="Method">The method name in the body.</param>
/// <param name="Code">The security asked for, or null.</param>
/// <param name="From">The first day, or the only one; null where the request has none or no valid one.</param>
/// <param name="To">The last day.</param>
/// <param name="Page">The page, from 1; 0 where the request has none.</param>
public sealed record MarketRequest(string Type, string Method, string? Code, DateOnly? From, DateOnly? To, int Page)
{
    /// <summary>True when the request's days meet the range.</summary>
    public bool Touches(DateOnly first, DateOnly last) => From is { } from && To is { } to && from <= last && to >= first;

    internal static MarketRequest Of(string type, IReadOnlyList<string> fields)
    {
        // where the code, the first and the last day are
        var (code, from, to) = type switch
        {
            MessageTypes.TradeDates => (-1, 4, 5),
            MessageTypes.AllStock => (-1, 4, 4),
            MessageTypes.StockBasic => (4, -1, -1),
            MessageTypes.Bars => (4, 6, 7),
            MessageTypes.AdjustFactor => (4, 5, 6),
            MessageTypes.MarketDay or MessageTypes.DailyAdjustFactor => (-1, 2, 2),
            _ => (-1, -1, -1),
        };
        var paged = code > 2 || from > 2;
        return new MarketRequest(
            type, At(0) ?? "", At(code) is { Length: > 0 } c ? c : null, Day(from), Day(to), paged && int.TryParse(At(2), out var p) ? p : 0);

        string? At(int place) => place >= 0 && place < fields.Count ? fields[place] : null;
        DateOnly? Day(int place) => At(place) is { } text && DecimalText.TryDay(text, out var day) ? day : null;
    }
}
