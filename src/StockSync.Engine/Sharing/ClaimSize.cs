using StockSync.Engine.RunState;
using StockSync.Engine.Sources.Contract;

namespace StockSync.Engine.Sharing;

/// <summary>How many units a claim takes: one where an answer takes its time, some where answers are quicker than the database.</summary>
static class ClaimSize
{
    const double Seconds = 0.25;
    const int Most = 10;

    public static Func<int> Of(RunContext run, RequestShape shape)
    {
        var kind = shape == RequestShape.MarketDay ? RequestKind.MarketDay : RequestKind.StockRange;
        return () => run.RequestBudget.Answers(kind) is { Count: > 0, Mean: > 0 } answers
            ? (int)Math.Clamp(Seconds * run.Settings.ThrottleLimit / answers.Mean, 1, Most)
            : 1;
    }
}
