namespace StockSync.Tests.Reports;

/// <summary>What the days of a report rest on.</summary>
static class ReportEvidence
{
    public static EvidenceHealth Make(IReadOnlyList<SyncDay> days, string note = "looked at the announcement") => new()
    {
        Excused = 60,
        ExcusedStocks =
        [
            .. Enumerable.Range(0, 50).Select(i => new FailedStock
            {
                Code = $"{600000 + i}",
                From = days[0].Date.AddDays(i),
                To = days[^1].Date,
                Reason = "NotListed",
                State = FailedStockState.NotListed,
                Since = days[0].Date.AddDays(i + 1),
                Answers = 2,
                Note = i == 3 ? note : null,
            }),
        ],
        OneAnswerDays = 12,
        NewestOneAnswerDay = days[^1].Date,
        UnknownDays = days.Count - 12,
        Waiting = 2,
        WaitingFor =
        [
            new EvidenceItem { Kind = "MarketDay", Subject = "2026-11-25", Since = days[^1].Date, Answers = 1, Detail = "repeats the day before" },
            new EvidenceItem { Kind = "Absence", Subject = "600732 2026-11-24", Since = days[^1].Date, Answers = 1 },
        ],
        Doubted = 3,
        DoubtedStocks = 1,
        Accepted = 1,
        AcceptedItems = [new EvidenceItem { Kind = "Day", Subject = "2016-03-01", Note = note }],
        NeverReRead = days.Count,
        QuarantinedStocks = 1,
    };
}
