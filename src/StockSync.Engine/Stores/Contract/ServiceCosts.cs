using System.Diagnostics.CodeAnalysis;

namespace StockSync.Engine.Stores.Contract;

/// <summary>What runs learned of a service. Equal where it says the same.</summary>
sealed class ServiceCosts(IReadOnlyDictionary<CostKind, LearnedCost> learned) : IEquatable<ServiceCosts>
{
    public static readonly ServiceCosts None = new(new Dictionary<CostKind, LearnedCost>());

    /// <summary>All of it.</summary>
    public IReadOnlyDictionary<CostKind, LearnedCost> All => learned;

    /// <summary>The mean of a kind, or null where nothing was measured.</summary>
    public double? Mean(CostKind kind) => learned.TryGetValue(kind, out var cost) ? cost.Mean : null;

    /// <summary>What is known of a kind, or null.</summary>
    public LearnedCost? Find(CostKind kind) => learned.TryGetValue(kind, out var cost) ? cost : null;

    /// <summary>With one kind replaced.</summary>
    public ServiceCosts With(CostKind kind, LearnedCost cost) => new(new Dictionary<CostKind, LearnedCost>(learned) { [kind] = cost });

    public bool Equals([NotNullWhen(true)] ServiceCosts? other) =>
        other is not null && learned.Count == other.All.Count && learned.All(p => other.All.TryGetValue(p.Key, out var cost) && cost == p.Value);

    public override bool Equals(object? obj) => Equals(obj as ServiceCosts);

    public override int GetHashCode() => learned.Aggregate(learned.Count, (hash, pair) => hash ^ HashCode.Combine(pair.Key, pair.Value));
}
