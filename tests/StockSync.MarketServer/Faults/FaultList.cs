namespace StockSync.MarketServer;

/// <summary>The faults of a running service. The first that matches a request and still has strikes left is done to it.</summary>
public sealed class FaultList
{
    readonly Lock _lock = new();
    readonly List<Fault> _faults = [];

    /// <summary>Adds a rule behind the others.</summary>
    public Fault Add(Fault fault)
    {
        lock (_lock)
            _faults.Add(fault);
        return fault;
    }

    /// <summary>Adds a rule in the syntax of <see cref="FaultText"/>.</summary>
    public Fault Add(string text) => Add(FaultText.Parse(text));

    /// <summary>Adds a rule for one type, once unless said otherwise.</summary>
    public Fault Add(string type, FaultAction action, int times = 1) => Add(new Fault(type, action) { Times = times });

    /// <summary>False where the rule was not in the list.</summary>
    public bool Remove(Fault fault)
    {
        lock (_lock)
            return _faults.Remove(fault);
    }

    public void Clear()
    {
        lock (_lock)
            _faults.Clear();
    }

    internal Fault? Choose(MarketRequest request)
    {
        lock (_lock)
            return _faults.FirstOrDefault(fault => fault.Matches(request) && fault.Strikes());
    }
}
