using System.Net;

namespace StockSync.MarketServer;

/// <summary>Connections and requests by address: who is blacklisted, and why.</summary>
sealed class Gatekeeper(MarketServerOptions options)
{
    readonly Lock _lock = new();
    readonly Dictionary<IPAddress, Visitor> _visitors = [];

    /// <summary>A new connection of an address that has so many others open now.</summary>
    public void Enter(IPAddress address, int others)
    {
        lock (_lock)
            if (!options.AllowConcurrency && others >= options.MaxConnections)
                Find(address).IsBlacklisted = true;
    }

    /// <summary>Counts a request, whatever becomes of it, and tells whether the address may ask.</summary>
    public bool Admit(IPAddress address)
    {
        var today = options.DayInBeijing;
        lock (_lock)
        {
            var visitor = Find(address);
            visitor.Requests = visitor.Day == today ? visitor.Requests + 1 : 1;
            visitor.Day = today;
            return !visitor.IsBlacklisted && visitor.Requests <= options.DailyQuota;
        }
    }

    /// <summary>True when an address has been blacklisted.</summary>
    public bool HasBlacklisted()
    {
        lock (_lock)
            return _visitors.Values.Any(v => v.IsBlacklisted);
    }

    /// <summary>Everybody is welcome again, with a whole day's quota.</summary>
    public void Forget()
    {
        lock (_lock)
            _visitors.Clear();
    }

    Visitor Find(IPAddress address)
    {
        if (!_visitors.TryGetValue(address, out var visitor))
            _visitors.Add(address, visitor = new Visitor());
        return visitor;
    }

    sealed class Visitor
    {
        public bool IsBlacklisted { get; set; }

        public DateOnly Day { get; set; }

        public int Requests { get; set; }
    }
}
