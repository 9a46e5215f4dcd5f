namespace StockSync;

/// <summary>
/// Every setting, with its default. A setting <c>RetryMinDelay</c> is set by the environment variable <c>STOCKSYNC_RETRY_MIN_DELAY</c>
/// or by the configuration file; some have a parameter. Spans of time are given in seconds.
/// </summary>
public sealed record SyncSettings
{
    /// <summary>Host of the service for anonymous use.</summary>
    public const string PublicEndpoint = "public-api.baostock.com:10030";

    /// <summary>Host of the service for use with an API key.</summary>
    public const string VipEndpoint = "vip-api.baostock.com:10030";

    // One list for all: records compare lists by identity.
    static readonly IReadOnlyList<TimeOnly> s_scheduleTimes = [new(20, 0), new(22, 0), new(8, 0)];

    /// <summary>PostgreSQL URI, Npgsql key/value string or SQLite file; null means the default file. May hold a password: never shown.</summary>
    public string? Database { get; init; }

    /// <summary>Host and port of the service; null means the public or, with an API key, the VIP host.</summary>
    public string? Endpoint { get; init; }

    /// <summary>The service's API key; null means anonymous. Never shown.</summary>
    public string? ApiKey { get; init; }

    /// <summary>Dates or stocks in flight, each on a connection of its own. The public service forbids more than one.</summary>
    public int ThrottleLimit { get; init; } = 1;

    /// <summary>Requests a Beijing day; the service bans at 50,000.</summary>
    public int DailyBudget { get; init; } = 45_000;

    /// <summary>Most requests a second over all connections; 0 means no limit of our own.</summary>
    public double MaxRequestsPerSecond { get; init; }

    /// <summary>How long runs stay blocked after the service refused us as blacklisted.</summary>
    public TimeSpan BanCooldown { get; init; } = TimeSpan.FromHours(6);

    /// <summary>Attempts of one request in one round.</summary>
    public int RetryAttempts { get; init; } = 3;

    /// <summary>First wait between two attempts; it doubles.</summary>
    public TimeSpan RetryMinDelay { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>Longest wait between two attempts.</summary>
    public TimeSpan RetryMaxDelay { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Wait before the second round over what failed.</summary>
    public TimeSpan SecondRoundDelay { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Attempts that may fail within ten seconds, with few answered, before the run pauses and only probes the service.</summary>
    public int OutageLimit { get; init; } = 10;

    /// <summary>How long a service may stay silent before the run stops: it is down then, and hours of waiting help nobody.</summary>
    public TimeSpan OutageBudget { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Longest wait for a connection.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Longest silence within an answer; less, but five seconds, where the service has been answering quickly.</summary>
    public TimeSpan ReadTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Longest duration of one request, its answer read to the end.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>The same for a whole market day: the service needs 30 to 50 s before the first byte.</summary>
    public TimeSpan MarketDayTimeout { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>Rows a page; the service honours 10,000, which is 35 years of one stock.</summary>
    public int PageSize { get; init; } = 10_000;

    /// <summary>First batch of stocks in StockRange.</summary>
    public int BatchSize { get; init; } = 500;

    /// <summary>Smallest batch.</summary>
    public int BatchMin { get; init; } = 100;

    /// <summary>Largest batch.</summary>
    public int BatchMax { get; init; } = 1000;

    /// <summary>How much a batch grows or shrinks.</summary>
    public int BatchStep { get; init; } = 100;

    /// <summary>Database connections kept.</summary>
    public int PoolMin { get; init; } = 2;

    /// <summary>Database connections at most.</summary>
    public int PoolMax { get; init; } = 10;

    /// <summary>Longest duration of one database statement.</summary>
    public TimeSpan CommandTimeout { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>
    /// Whole days fetched and not yet committed at most, beside the one that each connection is fetching: half of them are one transaction,
    /// written while the other half is fetched.
    /// </summary>
    public int CommitDays { get; init; } = 20;

    /// <summary>Rows a transaction holds at most.</summary>
    public int CommitRows { get; init; } = 100_000;

    /// <summary>Longest wait from a transaction's first row to its commit.</summary>
    public TimeSpan CommitDelay { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Beijing time at which the day's bars are out.</summary>
    public TimeOnly PublishTime { get; init; } = new(17, 30);

    /// <summary>Trading days before the newest one that Sync-StockDay looks back over.</summary>
    public int LookBackDays { get; init; } = 5;

    /// <summary>A lease without a heartbeat for so long belongs to nobody.</summary>
    public TimeSpan LeaseExpiry { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Time between two heartbeats.</summary>
    public TimeSpan LeaseHeartbeat { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Beijing times of a day's attempts, in order; a time before <see cref="PublishTime"/> is of the next morning.</summary>
    public IReadOnlyList<TimeOnly> ScheduleTimes { get; init; } = s_scheduleTimes;

    /// <summary>Folder of the log and of what must be kept while the database is away; null means the user's state directory.</summary>
    public string? StateDirectory { get; init; }

    /// <summary>The least that is logged.</summary>
    public LogLevel LogLevel { get; init; } = LogLevel.Information;

    /// <summary>Bytes after which a new log file is begun.</summary>
    public long LogSize { get; init; } = 10 * 1024 * 1024;

    /// <summary>Log files kept, the current one included.</summary>
    public int LogCount { get; init; } = 5;

    /// <summary>Who is told of failures.</summary>
    public AlertSettings Alerts { get; init; } = new();

    /// <summary>Without values: some are secrets.</summary>
    public override string ToString() => nameof(SyncSettings);
}
