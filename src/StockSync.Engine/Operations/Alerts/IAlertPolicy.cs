using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine.Operations.Alerts;

/// <summary>Decides who is told what. Pure: from facts and what is open to changes.</summary>
interface IAlertPolicy
{
    /// <summary>The changes that follow from the facts; <see cref="AlertChanges.None"/> where there is nothing to say.</summary>
    /// <param name="facts">What happened.</param>
    /// <param name="open">The alerts that stand.</param>
    AlertChanges Judge(AlertFacts facts, IReadOnlyList<SyncAlert> open);
}
