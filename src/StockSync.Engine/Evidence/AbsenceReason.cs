namespace StockSync.Engine.Evidence;

/// <summary>Why a stock without a row is absent, as it is stored. Scripts may compare these words; they are never translated.</summary>
static class AbsenceReason
{
    /// <summary>Reason of an absence that is accepted.</summary>
    public const string NotListed = "NotListed";

    /// <summary>Reason of a stock that a list of the day names.</summary>
    public const string NamedByList = ErrorIds.BarLate;

    /// <summary>Reason of a stock that stands in neither list nor bars.</summary>
    public const string Unconfirmed = nameof(Unconfirmed);

    /// <summary>Reason of a stock that became expected on a recorded day and was not asked for yet.</summary>
    public const string NotAsked = nameof(NotAsked);

    /// <summary>Reason of a stock that bars or a list of the day name and the stock list does not.</summary>
    public const string NotInStockList = nameof(NotInStockList);

    /// <summary>True for the reasons of a stock that some witness named: only a list without it takes that back.</summary>
    public static bool IsNamed(string reason) => reason is NamedByList or NotInStockList;
}
