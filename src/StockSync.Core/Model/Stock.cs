namespace StockSync;

/// <summary>One A share of the service's stock list.</summary>
public sealed class Stock
{
    /// <summary>Six digits.</summary>
    public required string Code { get; init; }

    /// <summary>The exchange.</summary>
    public required Exchange Exchange { get; init; }

    /// <summary>The name at the time of the last list.</summary>
    public required string Name { get; init; }

    /// <summary>The first trading day.</summary>
    public required DateTime ListedOn { get; init; }

    /// <summary>The day after the last bar (the service's <c>outDate</c>), or null while listed.</summary>
    public DateTime? DelistedOn { get; init; }

    /// <summary>True while listed.</summary>
    public bool IsListed => DelistedOn is null;

    /// <inheritdoc/>
    public override string ToString() => $"{Code} {Name}";
}
