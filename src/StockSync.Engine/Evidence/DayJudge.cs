using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine.Evidence;

/// <summary>
/// Who of those without a row is excused on a day, and who is late. The service's word about its own completeness is not believed at once:
/// an absence counts when it was there the day before, when the service says so again on another Beijing day, or when it is part of a long
/// gap. Pure: the same facts give the same verdict, however the day was asked for.
/// </summary>
static class DayJudge
{
    /// <summary>Judges a day.</summary>
    /// <param name="day">The day.</param>
    /// <param name="isFresh">True until 20:00 Beijing of the next trading day: the service may still be publishing it.</param>
    /// <param name="expected">Stocks that some witness expects on the day, those without a row included.</param>
    /// <param name="absent">Those without a row.</param>
    /// <param name="checkOn">The Beijing day that lies so many trading days after today.</param>
    public static DayVerdict Judge(
        DateOnly day, bool isFresh, int expected, IReadOnlyList<AbsentStock> absent, Func<int, DateOnly> checkOn)
    {
        int newly = absent.Count(a => !a.WasExcused && IsOpenQuestion(a));
        var exceptions = new List<DayException>(absent.Count);
        int waiting = 0;
        int unasked = 0;
        int accepted = 0;
        foreach (var stock in absent)
        {
            if (Settled(stock, day) is { } known)
            {
                exceptions.Add(known);
                // What is recorded and was not asked about now waits as it did.
                waiting += known.State == StockState.Late && !AbsenceReason.IsNamed(known.Reason) && newly <= EvidenceLimits.Few(expected) ? 1 : 0;
                continue;
            }
            if (!stock.IsAnswered)
            {
                unasked++;
                continue;
            }
            var late = Answered(stock, day);
            if (IsAccepted(stock, late.Answers, isFresh, newly, expected))
            {
                accepted += newly > EvidenceLimits.Few(expected) && !stock.WasExcused ? 1 : 0;
                exceptions.Add(late with { State = StockState.NotListed, Reason = AbsenceReason.NotListed, CheckOn = checkOn(EvidenceLimits.CheckAfter(0)) });
                continue;
            }
            waiting += newly <= EvidenceLimits.Few(expected) ? 1 : 0;
            exceptions.Add(late);
        }
        return new DayVerdict(exceptions, waiting, unasked, accepted);
    }

    // A person's word stands; a list that names the stock opens what was accepted without one; what was not asked for stays as it was found.
    static DayException? Settled(in AbsentStock stock, DateOnly day)
    {
        if (stock.Earlier is { State: StockState.NotListed, Note: not null } byPerson)
            return byPerson with { Date = day };
        if (stock.IsNamed || (stock.WasNamed && stock.IsAnswered))
        {
            return Answered(stock, day) with
            {
                Reason = !stock.IsAnswered && stock.Earlier is { Reason: AbsenceReason.NotInStockList } ? AbsenceReason.NotInStockList : AbsenceReason.NamedByList,
            };
        }
        return stock.Earlier switch
        {
            { State: StockState.NotListed } accepted => accepted with
            {
                Date = day,
                LastOn = stock.AnsweredOn > accepted.LastOn ? stock.AnsweredOn.Value : accepted.LastOn,
            },
            { } open when !stock.IsAnswered => open with { Date = day },
            _ => null,
        };
    }

    // An absence that no one vouches for yet, or that was accepted for want of anything else.
    static bool IsOpenQuestion(in AbsentStock stock) =>
        !stock.IsNamed && !stock.WasNamed && stock.Earlier is not { Note: not null } && (stock.IsAnswered || stock.Earlier is { State: StockState.Late or StockState.NotListed });

    static bool IsAccepted(in AbsentStock stock, int answers, bool isFresh, int newly, int expected)
    {
        bool isFew = stock.WasExcused || newly <= EvidenceLimits.Few(expected);
        if (isFresh)
            return (stock.WasExcused && stock.IsUnlisted) || (isFew && answers >= 2);
        return (isFew && (stock.IsInGap || answers >= 2)) || (newly <= EvidenceLimits.Some(expected) && answers >= 3);
    }

    // The same answer counts once a Beijing day. What was accepted and is in doubt again begins anew, and so does what a list named and the
    // next one does not: that is another answer.
    static DayException Answered(in AbsentStock stock, DateOnly day)
    {
        var earlier = stock.Earlier is { State: StockState.Late } late && !(stock.IsUnlisted && AbsenceReason.IsNamed(late.Reason)) ? late : (DayException?)null;
        int before = earlier?.Answers ?? 0;
        var on = stock.AnsweredOn ?? earlier?.LastOn ?? day;
        bool isNew = stock.IsAnswered && (before == 0 || earlier!.Value.LastOn < on);
        return new DayException(
            day,
            stock.Code,
            StockState.Late,
            AbsenceReason.Unconfirmed,
            isNew ? before + 1 : before,
            before == 0 ? on : earlier!.Value.FirstOn,
            on,
            stock.IsUnlisted ? day : earlier?.ListDay);
    }
}

/// <summary>What became of the stocks without a row.</summary>
/// <param name="Exceptions">Those whose state is known.</param>
/// <param name="Waiting">Late ones among them that only wait for the same answer on another Beijing day.</param>
/// <param name="Unasked">Those that were not asked for.</param>
/// <param name="AcceptedMany">Those accepted although more than usual are absent: somebody should be told.</param>
readonly record struct DayVerdict(IReadOnlyList<DayException> Exceptions, int Waiting, int Unasked, int AcceptedMany);
