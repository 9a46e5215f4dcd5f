namespace StockSync.Engine.Stores.Contract;

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

    /// <summary>The same for one day of it.</summary>
    public DayException On(DateOnly day) =>
        new(day, Code, State, Reason, Answers, FirstOn, LastOn, ListDay, Checks, CheckOn, Note);
}
