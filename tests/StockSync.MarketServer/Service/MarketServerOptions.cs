namespace StockSync.MarketServer;

/// <summary>
/// How the stand-in behaves. All but <see cref="Port"/>, <see cref="LogPath"/> and <see cref="TimeProvider"/> may be changed
/// while it runs; the next request sees it.
/// </summary>
public sealed class MarketServerOptions
{
    static readonly TimeSpan s_beijing = TimeSpan.FromHours(8);

    /// <summary>The port on 127.0.0.1; 0, the default, takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>A file that gets each log entry as one JSON line, flushed at once. Default null: none.</summary>
    public string? LogPath { get; init; }

    /// <summary>The clock of time stamps, quota, delays and time-outs. Default the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>An old service: types 98, 9A and 9C are answered by 10004020. Default false.</summary>
    public bool Without98 { get; set; }

    /// <summary>The thinking time before an answer. Default none.</summary>
    public LatencyTable Latency { get; } = new();

    /// <summary>
    /// Keeps the bytes of every answer and sends them again where the same is asked: for measurements of a client, whose machine the
    /// making of answers would take. A year of 5,200 stocks is 90 MB. Default false.
    /// </summary>
    public bool KeepsAnswers { get; set; }

    /// <summary>
    /// The same in a folder, for markets whose answers no memory holds: only those with bars, which are nearly all of the work. Whoever
    /// uses the folder again must have the same market. Default null: none.
    /// </summary>
    public string? AnswerFolder { get; set; }

    /// <summary>Bytes per second of each connection's answers; 0, the default, is no limit.</summary>
    public int BytesPerSecond { get; set; }

    /// <summary>Answers are written in pieces of so many bytes; 0, the default, in one.</summary>
    public int SegmentBytes { get; set; }

    /// <summary>Connections an address may have open at once; one more blacklists it. Default 1.</summary>
    public int MaxConnections { get; set; } = 1;

    /// <summary>True: any number of connections, nobody is blacklisted for them. Default false.</summary>
    public bool AllowConcurrency { get; set; }

    /// <summary>Requests of an address in a Beijing day, logins included; each one beyond is answered by 10001011. Default 50,000.</summary>
    public int DailyQuota { get; set; } = 50_000;

    /// <summary>
    /// The last day that is published; the market looks as it did on its evening: bars, all_stock and ex dates after it do not
    /// exist, later listings and delistings are not known yet. Default null: everything is.
    /// </summary>
    public DateOnly? PublishedUntil { get; set; }

    /// <summary>The day whose evening it is: <see cref="PublishedUntil"/>, or else the day in Beijing.</summary>
    public DateOnly Today => PublishedUntil ?? DayInBeijing;

    internal DateOnly DayInBeijing => DateOnly.FromDateTime(TimeProvider.GetUtcNow().ToOffset(s_beijing).DateTime);

    /// <summary>Requests after a login until it is forgotten and 10001001 answered. Default null: never.</summary>
    public int? SessionLifetime { get; set; }

    /// <summary>A connection without a request for so long is closed without notice. Default null: never.</summary>
    public TimeSpan? IdleTimeout { get; set; }
}
