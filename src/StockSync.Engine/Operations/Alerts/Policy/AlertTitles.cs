using StockSync.Engine.Operations.Alerts.Wording;

namespace StockSync.Engine.Operations.Alerts.Policy;

/// <summary>One line for each thing that can be wrong, and for its end.</summary>
sealed class AlertTitles(AlertFacts facts, AlertWords words)
{
    public string Of(Finding finding) => finding.Rule switch
    {
        AlertRule.DayIncomplete when finding.IsWaiting => words.Get("TitleDayWaiting", finding.Scope, words.Count(Waiting(finding.Scope))),
        AlertRule.DayIncomplete => Day(finding.Scope),
        AlertRule.EvidenceAccepted => Accepted(finding.Scope),
        AlertRule.SourceBanned => words.Get("TitleBanned", finding.Scope),
        AlertRule.StoreUnusable => words.Get("TitleStore", finding.Scope),
        AlertRule.RunMissing => words.Get(finding.IsPast ? "TitleMissed" : "TitleMissing", words.Count(facts.Missed), finding.Scope),
        _ => words.Get("TitleSettings", finding.Scope),
    };

    public string Over(SyncAlert alert) => alert.Rule switch
    {
        AlertRule.DayIncomplete => words.Get("OverDay", alert.Scope),
        AlertRule.SourceBanned => words.Get("OverBanned", alert.Scope),
        AlertRule.StoreUnusable => words.Get("OverStore", alert.Scope),
        AlertRule.EvidenceAccepted => alert.Title,
        AlertRule.RunMissing => words.Get("OverMissing", alert.Scope),
        _ => words.Get("OverSettings", alert.Scope),
    };

    int Waiting(string scope) => facts.Days.First(d => ErrorCauses.DayScope(d.Date) == scope).Waiting;

    string Accepted(string scope)
    {
        int stocks = facts.Accepted.First(a => a.Scope == scope).Stocks;
        return stocks > 0 ? words.Get("TitleAbsencesAccepted", scope, words.Count(stocks)) : words.Get("TitleClosureAccepted", scope);
    }

    string Day(string scope) => facts.Attempt switch
    {
        { Date: { } date } when ErrorCauses.DayScope(date) != scope => words.Get("TitleDayStill", scope),
        { Number: var number } when number >= facts.AttemptsOfDay => words.Get("TitleDayLast", scope),
        { Number: var number } => words.Get("TitleDay", scope, number, facts.AttemptsOfDay),
        null => words.Get("TitleDayStill", scope),
    };
}
