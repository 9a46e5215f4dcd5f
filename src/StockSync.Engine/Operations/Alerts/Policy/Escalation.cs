namespace StockSync.Engine.Operations.Alerts.Policy;

/// <summary>The first attempt of a day fails in silence, the last one is critical, those between are warnings.</summary>
static class Escalation
{
    public static AlertSeverity Of(int number, int attemptsOfDay) =>
        number <= 0 ? AlertSeverity.Info
        : number >= attemptsOfDay ? AlertSeverity.Critical
        : number == 1 ? AlertSeverity.Info
        : AlertSeverity.Warning;
}
