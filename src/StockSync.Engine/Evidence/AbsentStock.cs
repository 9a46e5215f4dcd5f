using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine.Evidence;

/// <summary>A stock that some witness expects on a day and that has no row, with what each witness says of it.</summary>
/// <param name="Code">The stock.</param>
/// <param name="AnsweredOn">The Beijing day on which the service was asked for its bar and answered without it; null where it was not asked.</param>
/// <param name="IsNamed">The service's list of the day, asked for now, names it.</param>
/// <param name="IsUnlisted">The service's list of the day, asked for now, does not name it.</param>
/// <param name="WasExcused">On the trading day before it was accepted as absent.</param>
/// <param name="IsInGap">
/// The day lies in a gap of at least three trading days without a row, or at its edge, and of that gap a list was asked for and none names it.
/// </param>
/// <param name="Earlier">What is recorded of it for the day; null where nothing is.</param>
readonly record struct AbsentStock(
    StockCode Code, DateOnly? AnsweredOn, bool IsNamed, bool IsUnlisted, bool WasExcused, bool IsInGap, DayException? Earlier)
{
    public bool IsAnswered => AnsweredOn is not null;

    /// <summary>A bar or a list of the day named it at an earlier time, and no list of the day was asked for since.</summary>
    public bool WasNamed => !IsNamed && !IsUnlisted && Earlier is { State: StockState.Late } late && AbsenceReason.IsNamed(late.Reason);
}
