using StockSync.Engine.RunState;
using StockSync.Engine.Service;

namespace StockSync.Engine.Sharing;

/// <summary>How many units a claim takes: one where an answer takes its time, some where answers are quicker than the database.</summary>
static class ClaimSize
{
    const double Seconds = 0.25;
    const int Most = 10;

    public static Func<int> Of(RunContext run, RequestShape shape)
    {
        string type = shape == RequestShape.MarketDay ? Governor.MarketDayType : Governor.StockRangeType;
        return () => run.Governor.Answers(type) is { Count: > 0, Mean: > 0 } answers
            ? (int)Math.Clamp(Seconds * run.Settings.ThrottleLimit / answers.Mean, 1, Most)
            : 1;
    }
}
