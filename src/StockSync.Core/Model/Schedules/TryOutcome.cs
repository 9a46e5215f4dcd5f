namespace StockSync;

/// <summary>How a scheduled try ended.</summary>
public enum TryOutcome
{
    /// <summary>It works now, or its process vanished.</summary>
    Running = 0,

    /// <summary>The day is complete now.</summary>
    Completed = 1,

    /// <summary>The day was complete already.</summary>
    AlreadyComplete = 2,

    /// <summary>No try was due: a closed market, or the due one was made already.</summary>
    NothingDue = 3,

    /// <summary>Some stocks of the day are not there yet, or the service has to say once more that they are absent.</summary>
    Partial = 4,

    /// <summary>The day's bars are not published yet.</summary>
    NotPublished = 5,

    /// <summary>Another run holds the lease.</summary>
    Busy = 6,

    /// <summary>The service has blocked us, or the day's requests are spent.</summary>
    Blocked = 7,

    /// <summary>It failed.</summary>
    Failed = 8,

    /// <summary>Settings, rights or schema have to be put right by somebody.</summary>
    Misconfigured = 9,

    /// <summary>Somebody stopped it.</summary>
    Stopped = 10,
}
