using System.Diagnostics;
using System.Diagnostics.Metrics;
using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine.Telemetry;

/// <summary>
/// What OpenTelemetry, or any other listener in the process, can see of a sync. Names are a promise: they are in the help. Without a
/// listener an instrument costs a look at a field.
/// </summary>
static class SyncTelemetry
{
    /// <summary>Name of the meter and of the activity source.</summary>
    public const string Name = "StockSync";

    /// <summary>A run, from its lease to its record.</summary>
    public const string RunActivity = "stocksync.run";

    /// <summary>A question to the service and the reading of its answer: one stock, one market day, or the reference.</summary>
    public const string FetchActivity = "stocksync.fetch";

    /// <summary>A transaction of the run.</summary>
    public const string CommitActivity = "stocksync.commit";

    /// <summary>An attempt to deliver a message to a channel.</summary>
    public const string DeliveryActivity = "stocksync.delivery";

    static readonly string? s_version = typeof(SyncTelemetry).Assembly.GetName().Version?.ToString(3);

    static readonly Meter s_meter = new(Name, s_version);

    public static readonly ActivitySource Activities = new(Name, s_version);

    /// <summary>
    /// Attributes: <c>kind</c>, <c>slot</c> of a scheduled run, <c>status</c>, and <c>error.type</c> where an error ended it.
    /// </summary>
    public static readonly Histogram<double> RunDuration = Seconds(
        "stocksync.run.duration", "From the start of a run to its end.", [1, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200, 14400]);

    /// <summary>
    /// One value for each run and stage. Attributes: <c>stage</c> (<c>fetch</c>, <c>store</c> or <c>wait</c>), <c>kind</c>.
    /// </summary>
    public static readonly Histogram<double> StageDuration = Seconds(
        "stocksync.stage.duration",
        "Time of a run in one stage; stages overlap.",
        [0.1, 0.5, 1, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200]);

    /// <summary>Attribute <c>change</c>: <c>inserted</c>, <c>updated</c> or <c>unchanged</c>.</summary>
    public static readonly Counter<long> Rows = Count("stocksync.rows", "{row}", "Bars written, or found equal.");

    /// <summary>Attribute <c>type</c>: the message type of the service's protocol, for example <c>98</c> for a market day.</summary>
    public static readonly Counter<long> Requests = Count("stocksync.requests", "{request}", "Frames sent to the service.");

    /// <summary>Requests tried again after a passing failure.</summary>
    public static readonly Counter<long> Retries = Count("stocksync.retries", "{retry}", "Requests tried again.");

    /// <summary>Attribute <c>type</c>, as with the requests.</summary>
    public static readonly Histogram<double> SourceLatency = Seconds(
        "stocksync.source.latency",
        "From a frame sent to its whole answer.",
        [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120]);

    /// <summary>
    /// One for each attempt to deliver a message. Attributes: <c>channel</c>, <c>severity</c>, <c>outcome</c> (<c>delivered</c>, <c>pending</c>
    /// or <c>failed</c>).
    /// </summary>
    public static readonly Counter<long> Alerts = Count("stocksync.alerts", "{message}", "Tries to deliver a message.");

    /// <summary>Does a step within an activity, which shows the error that ended it.</summary>
    /// <param name="name">One of the names above.</param>
    /// <param name="kind">What the other side is.</param>
    /// <param name="step">The step; its activity is null where nobody listens.</param>
    public static async Task<T> TraceAsync<T>(string name, ActivityKind kind, Func<Activity?, Task<T>> step)
    {
        using var activity = Activities.StartActivity(name, kind);
        try
        {
            return await step(activity);
        }
        catch (Exception e)
        {
            // The id alone: texts name hosts and files, and who listens may be far away.
            if (e is not OperationCanceledException)
                activity?.SetStatus(ActivityStatusCode.Error);
            activity?.SetTag("error.type", ErrorType(e));
            throw;
        }
    }

    /// <summary>The stable id of ours, else the type.</summary>
    public static string ErrorType(Exception error) => error is StockSyncException ours ? ours.ErrorId : error.GetType().Name;

    static Histogram<double> Seconds(string name, string description, double[] limits) =>
        s_meter.CreateHistogram(name, "s", description, null, new InstrumentAdvice<double> { HistogramBucketBoundaries = limits });

    static Counter<long> Count(string name, string unit, string description) => s_meter.CreateCounter<long>(name, unit, description);
}

/// <summary>What a run tells once, at its end.</summary>
static class RunMeasures
{
    public static void Record(SyncRequest request, SyncRunStatus status, string? errorId, TimeSpan duration, RunCounters counters)
    {
        string kind = request.Kind.ToString();
        var tags = new TagList { { "kind", kind }, { "status", status.ToString() } };
        if (request.Attempt?.Slot is { } slot)
            tags.Add("slot", slot);
        if (errorId is not null)
            tags.Add("error.type", errorId);
        SyncTelemetry.RunDuration.Record(duration.TotalSeconds, tags);
        Stage("fetch", counters.FetchTime);
        Stage("store", counters.StoreTime);
        Stage("wait", counters.WaitTime);

        void Stage(string stage, TimeSpan time) =>
            SyncTelemetry.StageDuration.Record(time.TotalSeconds, new TagList { { "stage", stage }, { "kind", kind } });
    }

    public static void Rows(RowCounts rows)
    {
        Add("inserted", rows.Inserted);
        Add("updated", rows.Updated);
        Add("unchanged", rows.Unchanged);

        static void Add(string change, long count)
        {
            if (count > 0)
                SyncTelemetry.Rows.Add(count, new KeyValuePair<string, object?>("change", change));
        }
    }
}

/// <summary>What an attempt to deliver a message tells.</summary>
static class AlertMeasures
{
    /// <summary>Counts an attempt, and shows in its activity how it ended.</summary>
    /// <param name="activity">Null where nobody listens.</param>
    /// <param name="after">The message after the attempt.</param>
    public static void Record(Activity? activity, AlertDelivery after)
    {
        string outcome = after.State switch
        {
            AlertDeliveryState.Delivered => "delivered",
            AlertDeliveryState.Failed => "failed",
            _ => "pending",
        };
        string severity = after.Severity.ToString();
        SyncTelemetry.Alerts.Add(1, new TagList { { "channel", after.Channel }, { "severity", severity }, { "outcome", outcome } });
        activity?.SetTag("stocksync.alert.channel", after.Channel).SetTag("stocksync.alert.severity", severity)
            .SetTag("stocksync.alert.outcome", outcome);
        if (after.State != AlertDeliveryState.Delivered)
            activity?.SetStatus(ActivityStatusCode.Error);
    }
}
