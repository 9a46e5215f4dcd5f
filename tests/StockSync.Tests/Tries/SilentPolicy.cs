namespace StockSync.Tests.Tries;

/// <summary>Tells nobody.</summary>
sealed class SilentPolicy : IAlertPolicy
{
    public AlertChanges Judge(AlertFacts facts, IReadOnlyList<SyncAlert> open) => AlertChanges.None;
}
