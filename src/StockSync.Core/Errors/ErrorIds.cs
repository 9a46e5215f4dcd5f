namespace StockSync;

/// <summary>The stable ids of all errors; scripts depend on them, so they are never translated or renamed.</summary>
public static class ErrorIds
{
    /// <summary>The service cannot be reached.</summary>
    public const string SourceUnreachable = nameof(SourceUnreachable);

    /// <summary>The service did not answer in time.</summary>
    public const string SourceTimeout = nameof(SourceTimeout);

    /// <summary>The connection broke, or the service closed it.</summary>
    public const string SourceDisconnected = nameof(SourceDisconnected);

    /// <summary>An answer breaks the protocol: checksum, length, type, or it belongs to another request.</summary>
    public const string SourceProtocol = nameof(SourceProtocol);

    /// <summary>The service answered an error of its own that may pass.</summary>
    public const string SourceError = nameof(SourceError);

    /// <summary>An answer leaves out bars of the stock that are stored: it is cut short, and nothing of it counts.</summary>
    public const string SourceIncomplete = nameof(SourceIncomplete);

    /// <summary>The service refuses the request for good.</summary>
    public const string SourceRejected = nameof(SourceRejected);

    /// <summary>The service refuses the login.</summary>
    public const string SourceLoginRefused = nameof(SourceLoginRefused);

    /// <summary>The service has blacklisted this address, or the account's login limit is reached.</summary>
    public const string SourceBanned = nameof(SourceBanned);

    /// <summary>The service does not know this kind of request.</summary>
    public const string SourceUnsupported = nameof(SourceUnsupported);

    /// <summary>The day's request budget, or a limit of the run, is spent.</summary>
    public const string BudgetSpent = nameof(BudgetSpent);

    /// <summary>The service listed the stock but published no bar of the day.</summary>
    public const string BarLate = nameof(BarLate);

    /// <summary>A bar breaks a rule.</summary>
    public const string BarRejected = nameof(BarRejected);

    /// <summary>The text that names the database cannot be understood.</summary>
    public const string DatabaseInvalid = nameof(DatabaseInvalid);

    /// <summary>The database cannot be reached or opened.</summary>
    public const string StoreUnreachable = nameof(StoreUnreachable);

    /// <summary>The database refuses user or password.</summary>
    public const string StoreLoginRefused = nameof(StoreLoginRefused);

    /// <summary>The database may not be written.</summary>
    public const string StoreReadOnly = nameof(StoreReadOnly);

    /// <summary>The database is full.</summary>
    public const string StoreFull = nameof(StoreFull);

    /// <summary>The file is not a database, or a damaged one.</summary>
    public const string StoreNotADatabase = nameof(StoreNotADatabase);

    /// <summary>The schema is newer than this module knows.</summary>
    public const string StoreSchemaNewer = nameof(StoreSchemaNewer);

    /// <summary>The database has no tables of ours yet.</summary>
    public const string StoreEmpty = nameof(StoreEmpty);

    /// <summary>A statement failed.</summary>
    public const string StoreFailed = nameof(StoreFailed);

    /// <summary>Another run holds the lease.</summary>
    public const string RunActive = nameof(RunActive);

    /// <summary>Another process of this machine, or another session of this one, is connected to the endpoint.</summary>
    public const string EndpointBusy = nameof(EndpointBusy);

    /// <summary>This run lost its lease to another one and wrote nothing more.</summary>
    public const string LeaseLost = nameof(LeaseLost);

    /// <summary>Machines cannot share this database, so there is nothing that one could join.</summary>
    public const string JoinUnsupported = nameof(JoinUnsupported);

    /// <summary>No run is under way that this machine could join.</summary>
    public const string NothingToJoin = nameof(NothingToJoin);

    /// <summary>The run that this machine had joined has no machine of its own any more.</summary>
    public const string LeaderGone = nameof(LeaderGone);

    /// <summary>This machine gave no sign of life for too long; its units went to others, and it wrote nothing more.</summary>
    public const string WorkerLost = nameof(WorkerLost);

    /// <summary>The code is not one of an A share that the service lists.</summary>
    public const string CodeUnknown = nameof(CodeUnknown);

    /// <summary>The text is not a stock code.</summary>
    public const string CodeInvalid = nameof(CodeInvalid);

    /// <summary>The command takes no input from the pipeline as it was called.</summary>
    public const string InputUnusable = nameof(InputUnusable);

    /// <summary>A date lies outside what can be asked for.</summary>
    public const string DateOutOfRange = nameof(DateOutOfRange);

    /// <summary>The first day is after the last.</summary>
    public const string RangeReversed = nameof(RangeReversed);

    /// <summary>A setting's value cannot be used.</summary>
    public const string SettingInvalid = nameof(SettingInvalid);

    /// <summary>No setting has that name.</summary>
    public const string SettingUnknown = nameof(SettingUnknown);

    /// <summary>A file cannot be read or is not what it should be.</summary>
    public const string FileInvalid = nameof(FileInvalid);

    /// <summary>Prices cannot be adjusted: bars are missing between two stored ones.</summary>
    public const string HistoryIncomplete = nameof(HistoryIncomplete);

    /// <summary>The calendar does not reach the asked days.</summary>
    public const string CalendarIncomplete = nameof(CalendarIncomplete);

    /// <summary>The calendar says what no exchange ever did, and no other day has confirmed it.</summary>
    public const string CalendarDoubtful = nameof(CalendarDoubtful);

    /// <summary>Nothing is recorded that a person could accept under this name.</summary>
    public const string NothingToAccept = nameof(NothingToAccept);

    /// <summary>A schedule cannot be what was asked for: a name, a time, a command.</summary>
    public const string ScheduleInvalid = nameof(ScheduleInvalid);

    /// <summary>There is no schedule of this name.</summary>
    public const string ScheduleUnknown = nameof(ScheduleUnknown);

    /// <summary>This machine has no scheduler of the kind asked for, or none at all.</summary>
    public const string SchedulerMissing = nameof(SchedulerMissing);

    /// <summary>The scheduler refused, or what is written down there already cannot be changed safely.</summary>
    public const string ScheduleFailed = nameof(ScheduleFailed);

    /// <summary>No channel for alerts has an address.</summary>
    public const string AlertChannelMissing = nameof(AlertChannelMissing);

    /// <summary>A channel did not accept a message.</summary>
    public const string AlertUndelivered = nameof(AlertUndelivered);

    /// <summary>This machine has no program to open a page with, or no screen.</summary>
    public const string BrowserMissing = nameof(BrowserMissing);

    /// <summary>A fault of this program; please report it.</summary>
    public const string Unexpected = nameof(Unexpected);
}
