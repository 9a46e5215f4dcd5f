using StockSync.Engine.Planning;
using StockSync.Engine.RunState;
using StockSync.Engine.Sources.Contract;
using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine.Runs;

/// <summary>What a run teaches about the costs of its service and of the way from there into the table.</summary>
static class LatencyLearner
{
    // In fewer answers the end of a run, which nothing overlaps, weighs too much to say what a row costs.
    const int FewAnswers = 20;

    // What is typical counts as so much measured, so that one small run does not make a rule.
    const double TypicalRows = 20_000;
    const double TypicalFrames = 50;

    // Rows and frames come in other numbers than answers.
    const double MostRows = 2_000_000;
    const double MostFrames = 2_000;
    const double MostRuns = 10;

    /// <summary>What is known after a run.</summary>
    /// <param name="before">What was known.</param>
    /// <param name="run">The run.</param>
    /// <param name="phase">Its fetching.</param>
    /// <param name="duration">Its whole duration.</param>
    /// <param name="isOld">True when the service refused market days: that one error is no failure of a kind that comes again.</param>
    /// <param name="now">UTC.</param>
    public static ServiceCosts Learn(ServiceCosts before, RunContext run, FetchTimer phase, TimeSpan duration, bool isOld, DateTime now)
    {
        var requestBudget = run.RequestBudget;
        var costs = before;
        var measured = ServiceCosts.None;
        foreach (var (request, cost) in CostLearning.Answers)
        {
            var answers = requestBudget.Answers(request);
            if (answers.Count == 0)
                continue;
            Learn(cost, answers.Mean, answers.Count, CostLearning.MostWeight);
            measured = measured.With(cost, new LearnedCost(answers.Mean, answers.Count, now));
        }

        int errors = Math.Max(0, requestBudget.Errors - (isOld ? 1 : 0));
        Learn(CostKind.FailureRate, requestBudget.Requests == 0 ? 0 : Math.Min(1, (double)errors / requestBudget.Requests), requestBudget.Requests, MostFrames, TypicalFrames);
        if (errors > 0)
            Learn(CostKind.FailureSeconds, requestBudget.FailedTime.TotalSeconds / errors, errors, CostLearning.MostWeight);
        int lists = requestBudget.Answers(RequestKind.DayList).Count - phase.SureLists - run.FirstLists;
        Learn(CostKind.DayListRate, phase.Days == 0 ? 0 : Math.Clamp((double)lists / phase.Days, 0, 1), phase.Days, MostFrames, TypicalFrames);

        // What was neither waiting for answers nor for another attempt; a run in trouble, or of several machines, says nothing of it.
        if (errors > 0 || run.Joined.IsJoined || run.Times.Wait > TimeSpan.Zero || phase.Units == 0 || run.Stop.IsRequested)
            return costs;
        double waited = Waited(measured, run, phase);
        double rest = Math.Max(0, phase.Time.TotalSeconds - waited);
        bool isLong = requestBudget.Answers(RequestKind.MarketDay).Count + requestBudget.Answers(RequestKind.StockRange).Count >= FewAnswers;
        if (isLong && phase.Rows > 0)
        {
            Learn(CostKind.Row, rest / phase.Rows, phase.Rows, MostRows, TypicalRows);
            Learn(CostKind.StoredRow, phase.StoreTime.TotalSeconds / phase.Rows, phase.Rows, MostRows, TypicalRows);
            rest = 0;
        }
        double outside = duration.TotalSeconds - phase.Time.TotalSeconds;
        foreach (var kind in (ReadOnlySpan<CostKind>)[CostKind.Calendar, CostKind.Login, CostKind.Logout])
            outside -= measured.Mean(kind) ?? 0;
        // A first run reads the stock list to its end, and checks it by lists of days.
        outside -= requestBudget.Answers(RequestKind.StockList).Seconds + (run.FirstLists * (measured.Mean(CostKind.DayList) ?? 0));
        Learn(CostKind.Run, Math.Max(0, outside) + rest, 1, MostRuns);
        return costs;

        void Learn(CostKind kind, double mean, double count, double mostWeight, double typicalWeight = 0) => costs = costs.With(
            kind,
            CostLearning.Merge(costs.Find(kind) ?? new LearnedCost(CostModel.Typical(kind), typicalWeight, now), mean, count, now, mostWeight));
    }

    // What the answers of this run alone would have taken with its connections.
    static double Waited(ServiceCosts measured, RunContext run, FetchTimer phase)
    {
        var requestBudget = run.RequestBudget;
        var service = new ServiceState
        {
            Endpoint = "",
            Costs = measured
                .With(CostKind.Row, default)
                .With(CostKind.StoredRow, default),
        };
        int ranges = requestBudget.Answers(RequestKind.StockRange).Count;
        var work = new BarWork(requestBudget.Answers(RequestKind.MarketDay).Count, 0, ranges, ranges, 0);
        double planned = new CostModel(service, run.Settings).Seconds(work, requestBudget.Answers(RequestKind.DayList).Count);
        // Never less than what was measured: answers differ, and some connection has the longer ones.
        int lanes = Math.Clamp(phase.Units, 1, Math.Max(1, run.Settings.ThrottleLimit));
        double bars = requestBudget.Answers(RequestKind.MarketDay).Seconds + requestBudget.Answers(RequestKind.StockRange).Seconds
            + requestBudget.Answers(RequestKind.DayList).Seconds;
        return Math.Max(planned, bars / lanes);
    }
}

/// <summary>Measures the part of a run in which bars are fetched and days settled.</summary>
sealed class FetchTimer(RunContext run)
{
    long _started;
    long _rowsBefore;
    TimeSpan _storeBefore;

    /// <summary>From the first request for bars to the last day settled.</summary>
    public TimeSpan Time { get; private set; }

    /// <summary>In transactions meanwhile.</summary>
    public TimeSpan StoreTime { get; private set; }

    /// <summary>Rows written, or found to be there already.</summary>
    public long Rows { get; private set; }

    /// <summary>Market days and stocks that were planned.</summary>
    public int Units { get; private set; }

    /// <summary>Days settled.</summary>
    public int Days { get; private set; }

    /// <summary>Lists of a day that were asked for whatever the bars were.</summary>
    public int SureLists { get; private set; }

    /// <summary>Does a plan's work.</summary>
    public async Task MeasureAsync(WorkPlan plan, Func<Task> work)
    {
        _started = run.Clock.Time.GetTimestamp();
        _rowsBefore = Interlocked.Read(ref run.RowsStored);
        _storeBefore = run.Times.Store;
        try
        {
            await work();
        }
        finally
        {
            Time += run.Clock.Time.GetElapsedTime(_started);
            StoreTime += run.Times.Store - _storeBefore;
            Rows += Interlocked.Read(ref run.RowsStored) - _rowsBefore;
            Units = Math.Max(Units, Math.Max(plan.MarketDays.Count, plan.StockRanges.Count));
        }
    }

    /// <summary>Notes that the days of a plan are settled.</summary>
    public void Settles(WorkPlan plan, SyncScope scope)
    {
        Days += plan.OpenDays.Count;
        SureLists += scope.Newest is { } newest && scope.IsWholeMarket(newest) && plan.OpenDays.Contains(newest) ? 1 : 0;
    }
}
