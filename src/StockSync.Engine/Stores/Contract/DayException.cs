namespace StockSync.Engine.Stores.Contract;

/// <summary>One stock of a day that has no row, and why. Stocks with a row need no record: the row is it.</summary>
/// <param name="Date">The trading day.</param>
/// <param name="Code">The stock.</param>
/// <param name="State">The state it ended in.</param>
/// <param name="Reason">A stable word for the cause (an error id or a rule's name), at most 200 characters.</param>
/// <param name="Answers">On how many Beijing days the service answered so.</param>
/// <param name="FirstOn">The first of them.</param>
/// <param name="LastOn">The last of them.</param>
/// <param name="ListDay">A day of the same absence whose list was asked for and does not name the stock.</param>
/// <param name="Checks">How often it was asked for again since it was accepted.</param>
/// <param name="CheckOn">From when on it is asked for again.</param>
/// <param name="Note">What a person who accepted it wrote.</param>
readonly record struct DayException(
    DateOnly Date,
    StockCode Code,
    StockState State,
    string Reason,
    int Answers = 0,
    DateOnly FirstOn = default,
    DateOnly LastOn = default,
    DateOnly? ListDay = null,
    int Checks = 0,
    DateOnly? CheckOn = null,
    string? Note = null)
{
    /// <summary>The interval of this one day.</summary>
    public Absence ToAbsence() => new()
    {
        Code = Code,
        From = Date,
        To = Date,
        State = State,
        Reason = Reason,
        Answers = Answers,
        FirstOn = FirstOn,
        LastOn = LastOn,
        ListDay = ListDay,
        Checks = Checks,
        CheckOn = CheckOn,
        Note = Note,
    };
}
