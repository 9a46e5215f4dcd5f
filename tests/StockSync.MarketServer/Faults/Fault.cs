namespace StockSync.MarketServer;

/// <summary>A rule: which requests go wrong, how, and how often.</summary>
/// <param name="type">The message type, see <see cref="MessageTypes"/>; null or <c>*</c> for every type.</param>
/// <param name="action">What goes wrong.</param>
public sealed class Fault(string? type, FaultAction action)
{
    int _seen;
    int _hits;

    /// <summary>Use as <see cref="Times"/>: the fault never wears off.</summary>
    public const int Forever = int.MaxValue;

    public string? Type { get; } = type == "*" ? null : type;

    public FaultAction Action { get; } = action;

    /// <summary>Only requests for this security; row faults of type 98 touch this security only. Default null: any.</summary>
    public string? Code { get; init; }

    /// <summary>Only requests that touch the days from here to <see cref="To"/>; row faults touch these days only. Default null: any.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The last of the days. Default: <see cref="From"/>.</summary>
    public DateOnly? To { get; init; }

    /// <summary>A condition beside the others. Default null: none.</summary>
    public Func<MarketRequest, bool>? When { get; init; }

    /// <summary>So many matching requests go well first. Default 0.</summary>
    public int Skip { get; init; }

    /// <summary>So many requests go wrong, <see cref="Forever"/> for all. Default 1.</summary>
    public int Times { get; init; } = 1;

    /// <summary>How many requests went wrong so far.</summary>
    public int Hits => Volatile.Read(ref _hits);

    internal bool Covers(DateOnly day) => From is not { } first || (day >= first && day <= (To ?? first));

    internal bool Covers(string code) => Code is null || Code == code;

    internal bool Matches(MarketRequest request) =>
        (Type is null || Type == request.Type)
        && (Action.Types is null || Action.Types.Contains(request.Type))
        && (Code is null || request.Code is null && request.Type is MessageTypes.MarketDay || Code == request.Code)
        && (From is not { } first || request.Touches(first, To ?? first))
        && (When is null || When(request));

    /// <summary>Counts a matching request. Only called under the list's lock.</summary>
    internal bool Strikes()
    {
        if (_seen++ < Skip || _hits >= Times)
            return false;
        _hits++;
        return true;
    }

    public override string ToString() => $"{Type ?? "*"} {Action}";
}
