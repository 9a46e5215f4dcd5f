namespace StockSync;

/// <summary>What an alert is raised for. Together with a scope (a day, a service, a host) it is the alert's identity.</summary>
public enum AlertRule
{
    /// <summary>A trading day is not complete after a try; scope: the day.</summary>
    DayIncomplete = 1,

    /// <summary>The service has blacklisted this address; scope: the service.</summary>
    SourceBanned = 2,

    /// <summary>The database cannot be used (away, full, no rights, damaged); scope: the database.</summary>
    StoreUnusable = 3,

    /// <summary>Tries that should have been made were not; scope: the host's schedule.</summary>
    RunMissing = 4,

    /// <summary>The settings of a schedule cannot be used; scope: the profile.</summary>
    Misconfigured = 5,

    /// <summary>A test message.</summary>
    Test = 6,

    /// <summary>
    /// What the service said often enough was accepted although it is unusual: many absences of one day, or a closure longer than ever; scope:
    /// the days.
    /// </summary>
    EvidenceAccepted = 7,
}
