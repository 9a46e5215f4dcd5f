using StockSync.Engine.Evidence;
using StockSync.Engine.Stores.Sql;

namespace StockSync.Tests.Histories;

/// <summary>
/// The windows in which a day may be complete while the service shows a row of it that is not stored: each with the rule of <c>evidence.md</c> that it
/// comes from, as what was said and when. Nothing else is excused.
/// <list type="bullet">
/// <item>All of them end with an answer that holds the row: who was answered with it has stored it.</item>
/// <item><see cref="Unlisted"/>, rules 4 and 5: when the stock list was last asked for it did not expect the stock on the day, and no list of the day
/// that was asked for names it. A run may be that early; the next one asks again. A list that said it had left before a day whose bar was answered
/// is no ground.</item>
/// <item><see cref="ManyChanged"/>, rule 5: the list expects it since the last answer, but more than max(3, 0.2 %) entries changed at once, and no
/// earlier Beijing day was answered so just before.</item>
/// <item><see cref="TwoAnswers"/>, rules 2 and 3: the stock was answered for without the row on two Beijing days, and no more than max(1, 0.2 %) of the
/// day's stocks are newly absent. No list of the day has named it since.</item>
/// <item><see cref="LongGap"/>, rule 3: the day is over, it belongs to three trading days or more for each of which the stock was answered for without
/// a row, and a list of one of them was asked for and does not name it; again no more than max(1, 0.2 %) newly.</item>
/// <item><see cref="ExcusedBefore"/>, rule 2: it was accepted as absent on the trading day before, and stands again in neither list nor bars.</item>
/// </list>
/// The last three are looked at when the stock is accepted as absent, whether or not it has a row in truth: an acceptance without such a ground is wrong
/// also where it does no harm. They end on the timetable of rule 3.
/// </summary>
static class HistoryWindows
{
    public const string Unlisted = nameof(Unlisted);
    public const string ManyChanged = nameof(ManyChanged);
    public const string TwoAnswers = nameof(TwoAnswers);
    public const string LongGap = nameof(LongGap);
    public const string ExcusedBefore = nameof(ExcusedBefore);

    public static readonly IReadOnlyList<string> All = [Unlisted, ManyChanged, TwoAnswers, LongGap, ExcusedBefore];

    /// <summary>Why a stock may have been accepted as absent just now; null where no rule allows it.</summary>
    public static string? Ground(HistoryFacts facts, StockCode code, DateOnly day)
    {
        // Whom the last list of the day names is not absent.
        if (facts.IsNamed(code, day))
            return null;
        bool wasExcused = facts.Before(day) is { } before && facts.IsAccepted(code, before);
        if (wasExcused && facts.IsUnlisted(code, day) && facts.Absent(code, day).Any())
            return ExcusedBefore;
        if (!wasExcused && facts.NewlyAccepted(day) > EvidenceLimits.Few(facts.Expected(day)))
            return null;
        if (facts.Absent(code, day).Select(s => s.On).Distinct().Count() >= 2)
            return TwoAnswers;
        return IsInLongGap(facts, code, day) ? LongGap : null;
    }

    /// <summary>Why a complete day may lack a row that the service shows now; null where it may not.</summary>
    /// <param name="facts">What is stored and what was said.</param>
    /// <param name="before">What was stored before the last command; null for nothing.</param>
    /// <param name="code">The stock.</param>
    /// <param name="day">The day.</param>
    /// <param name="accepted">When it was accepted as absent, and why; null where it was not.</param>
    public static string? Find(HistoryFacts facts, HistoryFacts? before, StockCode code, DateOnly day, (DateTime At, string Ground)? accepted)
    {
        if (facts.Answers(code, day).Any(s => facts.Service.Shows(code, day, s.At)))
            return null;
        var named = facts.Said.Where(s => s.What == Asked.DayList && s.From == day && facts.Service.Names(code, day, s.At));
        if (accepted is var (at, ground))
            return named.Any(s => s.At > at) ? null : ground;
        if (facts.IsExpected(code, day) || named.Any())
            return null;
        var last = facts.Said.Last(s => s.What == Asked.StockList);
        var list = facts.Service.StockListAt(last.At);
        if (!HistoryFacts.Expects(list, code, day))
            return facts.IsRefuted(list, code, last.At) ? null : Unlisted;
        var same = facts.Said.Where(s => s.What == Asked.StockList).Reverse().TakeWhile(s => facts.Service.StockListAt(s.At).SequenceEqual(list));
        // What bars named in the same run was taken at once.
        return (facts.ChangesMuch(list) || before?.ChangesMuch(list) == true) && same.All(s => s.On == last.On) ? ManyChanged : null;
    }

    static bool IsInLongGap(HistoryFacts facts, StockCode code, DateOnly day)
    {
        var gap = new List<DateOnly> { day };
        for (var d = facts.Before(day); d is { } before && IsGap(facts, code, before); d = facts.Before(before))
            gap.Insert(0, before);
        for (var d = facts.After(day); d is { } after && IsGap(facts, code, after); d = facts.After(after))
            gap.Add(after);
        return gap.Count >= EvidenceLimits.GapDays && IsGap(facts, code, day) && gap.Exists(d => facts.IsUnlisted(code, d));
    }

    static bool IsGap(HistoryFacts facts, StockCode code, DateOnly day) => !facts.Has(code, day) && facts.Absent(code, day).Any();
}
