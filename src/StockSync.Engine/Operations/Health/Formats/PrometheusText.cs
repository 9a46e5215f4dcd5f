using System.Globalization;
using System.Text;

namespace StockSync.Engine.Operations.Health.Formats;

/// <summary>
/// The text format of Prometheus, without times: node_exporter refuses those. Base units; no stock is ever a label, for each value of a
/// label is a series for ever; what is not known is left out.
/// </summary>
public sealed class PrometheusText
{
    readonly StringBuilder _text = new();

    PrometheusText()
    {
    }

    /// <summary>A file for the textfile collector of Prometheus's node_exporter.</summary>
    public static string Of(SyncHealth health)
    {
        var text = new PrometheusText();
        text.Health(health);
        text.Runs(health);
        text.Data(health);
        text.Around(health);
        return text._text.ToString();
    }

    void Health(SyncHealth health)
    {
        Gauge("health_status", "0 healthy, 1 warning, 2 critical, 3 unknown.", NagiosLine.ExitCode(health.Status));
        Gauges("health_reasons", "Reasons why it is not healthy, by code.", "code", health.Reasons.GroupBy(r => r.Code, StringComparer.Ordinal)
            .Select(g => (g.Key, (double?)g.Count())));
        Gauges("build_info", "The version of the module.", "version", [(typeof(PrometheusText).Assembly.GetName().Version!.ToString(3), 1)]);
    }

    void Runs(SyncHealth health)
    {
        Gauge("last_success_timestamp_seconds", "When a run last ended well.", Seconds(health.LastSuccess?.EndedAt));
        Gauge("last_run_timestamp_seconds", "When the newest run began.", Seconds(health.LastRun?.StartedAt));
        if (health.LastRun is { } run)
        {
            Gauges("last_run_status", "How the newest run stands or ended: 1 for that.", "status",
                Enum.GetValues<SyncRunStatus>().Select(s => ($"{s}", (double?)(s == run.Status ? 1 : 0))));
            Gauges("last_run_duration_seconds", "Duration of the newest run; stages overlap.", "stage",
                [("total", run.Duration?.TotalSeconds), ("fetch", run.FetchTime.TotalSeconds), ("store", run.StoreTime.TotalSeconds), ("wait", run.WaitTime.TotalSeconds)]);
        }
        Counter("runs_total", "Runs ever.", health.TotalRuns);
        Counter("rows_written_total", "Rows added or changed by all runs.", health.TotalRows);
        Counter("retries_total", "Requests tried again by all runs.", health.TotalRetries);
        Gauges("success_ratio", "Runs that ended well to all.", "window",
            [("7d", health.SuccessRate7), ("30d", health.SuccessRate), ("90d", health.SuccessRate90)]);
        Gauge("consecutive_failures", "Failures since a run last ended well.", health.ConsecutiveFailures);
        Gauges("run_duration_seconds", "Duration of runs, ninety days.", "percentile",
            [("50", health.Durations?.P50?.TotalSeconds), ("95", health.Durations?.P95?.TotalSeconds)]);
    }

    void Data(SyncHealth health)
    {
        Gauge("freshness_lag_trading_days", "Trading days that should be there and are not, up to the newest.", health.LagDays);
        Gauge("coverage_ratio", "Bars of the expected day that are there to those that should be.", health.Coverage);
        if (health.Day is { } day)
        {
            Gauges("stocks", "Stocks of the expected day.", "state",
            [
                ("stored", day.Stored), ("suspended", day.Suspended), ("late", day.Late), ("failed", day.Failed),
                ("quarantined", day.Quarantined), ("missing", day.Missing),
            ]);
        }
        Gauge("gaps", "Trading days of the copied range that are not complete.", health.Gaps?.Count);
        Gauge("gap_rows", "Bars that are missing there.", health.Gaps?.Rows);
        Gauge("scope_stocks", "Chosen stocks that it is a copy of; absent for the whole market.", health.ScopeStocks);
        if (health.Evidence is { } evidence)
        {
            Gauge("excused_stocks", "Stocks that are accepted as absent on the newest day.", evidence.Excused);
            Gauge("one_answer_days", "Complete days that rest on the answer of one Beijing day.", evidence.OneAnswerDays);
            Gauge("waiting_answers", "What waits for the same answer on another Beijing day.", evidence.Waiting);
            Gauge("doubted_days", "Days that are open because stocks are absent.", evidence.Doubted);
            Gauge("doubted_stocks", "Stocks concerned, each once.", evidence.DoubtedStocks);
            Gauge("accepted_issues", "What persons have accepted.", evidence.Accepted);
            Gauge("never_reread_days", "Complete days that were never read again.", evidence.NeverReRead);
        }
        Gauge("quarantined_rows", "Bars that break a rule.", health.Quarantined);
        Gauges("open_failures", "Failures that stand.", "reason", health.Failures.Select(f => (f.Reason, (double?)f.Count)));
        Gauge("error_budget_remaining_ratio", "Share of the late days allowed in 250 trading days that is left.", health.ErrorBudget?.Remaining);
    }

    void Around(SyncHealth health)
    {
        Gauge("source_requests", "Requests of this Beijing day.", health.Source?.Requests);
        Gauge("source_request_budget", "Requests that a day may cost.", health.Source?.Budget);
        Gauge("source_error_ratio", "Requests that ended by an error to all, seven days.", health.Source?.ErrorRate);
        Gauges("source_latency_seconds", "Time to an answer, seven days.", "percentile",
            [("50", health.Source?.LatencyP50), ("95", health.Source?.LatencyP95)]);
        Gauge("db_up", "1 where the database answers.", health.Database?.IsReachable == true ? 1 : 0);
        Gauge("db_size_bytes", "Size of the database.", health.Database?.SizeBytes);
        Gauge("db_free_bytes", "Room left on the disk of a SQLite file.", health.Database?.FreeBytes);
        Gauge("missed_tries", "Scheduled tries that were due and not made.", health.Schedule?.Missed);
        Gauge("alerts_open", "Alerts that stand.", health.Alerts?.Open);
        Gauge("alerts_pending", "Messages that wait to be delivered.", health.Alerts?.Pending);
    }

    static double? Seconds(DateTime? utc) => utc is { } at ? (at - DateTime.UnixEpoch).TotalSeconds : null;

    void Gauge(string name, string help, double? value) => Write(name, "gauge", help, null, [("", value)]);

    void Counter(string name, string help, double? value) => Write(name, "counter", help, null, [("", value)]);

    void Gauges(string name, string help, string label, IEnumerable<(string, double?)> values) => Write(name, "gauge", help, label, values);

    void Write(string name, string type, string help, string? label, IEnumerable<(string Label, double? Value)> values)
    {
        bool isFirst = true;
        foreach (var (key, value) in values)
        {
            if (value is not { } known || !double.IsFinite(known))
                continue;
            if (isFirst)
                _text.Append(CultureInfo.InvariantCulture, $"# HELP stocksync_{name} {Escape(help, isLabel: false)}\n# TYPE stocksync_{name} {type}\n");
            isFirst = false;
            string labels = label is null ? "" : $"{{{label}=\"{Escape(key, isLabel: true)}\"}}";
            _text.Append(CultureInfo.InvariantCulture, $"stocksync_{name}{labels} {known:R}\n");
        }
    }

    static string Escape(string text, bool isLabel)
    {
        string escaped = text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
        return isLabel ? escaped.Replace("\"", "\\\"", StringComparison.Ordinal) : escaped;
    }
}
