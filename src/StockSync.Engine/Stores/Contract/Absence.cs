namespace StockSync.Engine.Stores.Contract;

/// <summary>Stocks without a row, as intervals of days.</summary>
interface IAbsenceStore
{
    /// <summary>Absences that reach into the range, in order of code and first day.</summary>
    Task<IReadOnlyList<Absence>> GetAbsencesAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken);

    /// <summary>Absences to be asked for again: open ones last answered before a Beijing day, and accepted ones due by it. Newest first.</summary>
    Task<IReadOnlyList<Absence>> GetDueAbsencesAsync(DateOnly today, CancellationToken cancellationToken);
}

/// <summary>A stock without a row on every trading day of an interval on which it was expected, and what is known of why.</summary>
sealed record Absence
{
    public required StockCode Code { get; init; }

    /// <summary>First day.</summary>
    public required DateOnly From { get; init; }

    /// <summary>Last day.</summary>
    public required DateOnly To { get; init; }

    public required StockState State { get; init; }

    /// <summary>A stable word for the cause: an error id or a rule's name.</summary>
    public required string Reason { get; init; }

    /// <summary>The Beijing day on which the service first answered so.</summary>
    public DateOnly FirstOn { get; init; }

    /// <summary>The Beijing day of its last answer.</summary>
    public DateOnly LastOn { get; init; }

    /// <summary>On how many Beijing days it answered so; 0 where it was not asked yet.</summary>
    public int Answers { get; init; }

    /// <summary>A day within whose list of stocks was asked for and does not name this one; null where none was.</summary>
    public DateOnly? ListDay { get; init; }

    /// <summary>How often it was asked for again since it was accepted.</summary>
    public int Checks { get; init; }

    /// <summary>The Beijing day from which on an accepted absence is asked for again; null where it is not accepted.</summary>
    public DateOnly? CheckOn { get; init; }

    /// <summary>What a person who accepted it wrote; null where nobody did.</summary>
    public string? Note { get; init; }

    /// <summary>True where the stock is not expected on those days any more.</summary>
    public bool IsAccepted => State == StockState.NotListed;

    public bool Covers(DateOnly day) => From <= day && day <= To;

    /// <summary>The interval of the one day of an exception.</summary>
    public static Absence Of(DayException exception) => new()
    {
        Code = exception.Code,
        From = exception.Date,
        To = exception.Date,
        State = exception.State,
        Reason = exception.Reason,
        Answers = exception.Answers,
        FirstOn = exception.FirstOn,
        LastOn = exception.LastOn,
        ListDay = exception.ListDay,
        Checks = exception.Checks,
        CheckOn = exception.CheckOn,
        Note = exception.Note,
    };

    /// <summary>The exception of one day of the interval.</summary>
    public DayException On(DateOnly day) =>
        new(day, Code, State, Reason, Answers, FirstOn, LastOn, ListDay, Checks, CheckOn, Note);
}

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
    string? Note = null);

/// <summary>
/// How one stock ended a day when it has no row in the table. (A stock that failed is not listed per day: its failure has a date range.)
/// </summary>
enum StockState
{
    /// <summary>The service lists it for the day but published no bar yet.</summary>
    Late = 1,

    /// <summary>Its bar breaks a rule.</summary>
    Quarantined = 3,

    /// <summary>The service's list of the day does not name it: it is not expected.</summary>
    NotListed = 4,
}
