namespace StockSync.MarketServer;

/// <summary>
/// The views of a running service. They lie over each other in their order: a later one sees what the earlier ones show. Each request
/// takes the list as it is when it comes.
/// </summary>
public sealed class ViewList
{
    readonly Lock _lock = new();
    volatile MarketView[] _views = [];

    /// <summary>True where the service shows the market as it is.</summary>
    public bool IsEmpty => _views.Length == 0;

    internal int? StockPageCap => _views.Min(view => view.StockPageCap);

    /// <summary>Lays a view over the others.</summary>
    public MarketView Add(MarketView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        lock (_lock)
            _views = [.. _views, view];
        return view;
    }

    /// <summary>Adds a rule in the syntax of <see cref="ViewText"/>.</summary>
    public MarketView Add(string rule) => Add(ViewText.Parse(rule));

    /// <summary>These rules instead of all there are, in one step; none of them where one is not understood.</summary>
    public void Set(params IEnumerable<string> rules)
    {
        MarketView[] views = [.. rules.Select(ViewText.Parse)];
        lock (_lock)
            _views = views;
    }

    /// <summary>False where the view was not in the list.</summary>
    public bool Remove(MarketView view)
    {
        lock (_lock)
        {
            var before = _views.Length;
            _views = [.. _views.Where(v => v != view)];
            return _views.Length < before;
        }
    }

    /// <summary>The service shows the market as it is.</summary>
    public void Clear() => Set();

    internal IMarket Over(IMarket market, ViewMoment moment) =>
        _views.Aggregate(market, (below, view) => view.Over(below, moment));
}
