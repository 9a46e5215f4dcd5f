using System.Globalization;
using System.Text;

namespace StockSync.Engine.Operations.Health.Formats;

/// <summary>
/// The output of a check program: status, what is wrong in one line, a bar, numbers with their limits. The words are cut to what every
/// version of the daemon takes, and can neither end the line nor begin the numbers.
/// </summary>
public static class NagiosLine
{
    const int Longest = 1000;

    /// <summary>The exit code of a check program: 0 healthy, 1 warning, 2 critical, 3 unknown.</summary>
    public static int ExitCode(HealthStatus status) => status switch
    {
        HealthStatus.Healthy => 0,
        HealthStatus.Warning => 1,
        HealthStatus.Critical => 2,
        _ => 3,
    };

    /// <summary>One line and performance data, as Nagios and its relatives take it.</summary>
    public static string Of(SyncHealth health)
    {
        string word = health.Status switch
        {
            HealthStatus.Healthy => "OK",
            HealthStatus.Warning => "WARNING",
            HealthStatus.Critical => "CRITICAL",
            _ => "UNKNOWN",
        };
        string text = health.Reasons.Count > 0
            ? string.Join("; ", health.Reasons.Select(r => $"{r.Code}: {r.Text}"))
            : string.Format(CultureInfo.CurrentCulture, HealthStrings.Fine, $"{health.LatestDay:yyyy-MM-dd}", 100 * (health.Coverage ?? 0));
        return $"STOCKSYNC {word} - {Plain(text)} | {Numbers(health)}";
    }

    /// <summary>The line where health could not even be asked for.</summary>
    public static string Of(StockSyncException error) => $"STOCKSYNC UNKNOWN - {Plain($"{error.ErrorId}: {error.Message}")}";

    static string Plain(string text)
    {
        var plain = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (plain.Length + rune.Utf16SequenceLength > Longest)
            {
                plain.Append('…');
                break;
            }
            plain.Append(rune.Value == '|' ? "/" : Rune.IsControl(rune) || rune.Value is 0x2028 or 0x2029 ? " " : rune.ToString());
        }
        return plain.ToString();
    }

    // label=value;warning;critical;minimum;maximum: "0.95:" means that less is bad. What is not known is left out.
    static string Numbers(SyncHealth health)
    {
        var numbers = new List<string>();
        Add("lag_days", health.LagDays, "", "0;1;0;");
        Add("coverage", health.Coverage, "", Limits(HealthLimits.Coverage, HealthLimits.CriticalCoverage));
        Add("success_rate", health.SuccessRate, "", FormattableString.Invariant($"{HealthLimits.SuccessRate}:;;0;1"));
        Add("stock_success_rate", health.StockSuccessRate, "", FormattableString.Invariant($"{HealthLimits.StockSuccessRate}:;;0;1"));
        Add(
            "failures_in_row", health.ConsecutiveFailures, "",
            FormattableString.Invariant($"{HealthLimits.Failures - 1};{HealthLimits.CriticalFailures - 1};0;"));
        Add("run_p95", health.Durations?.P95?.TotalSeconds, "s", ";;0;");
        Add("gaps", health.Gaps?.Count, "", ";;0;");
        Add("old_gaps", health.Gaps?.OlderThanThreeDays, "", "0;;0;");
        Add("failed_stocks", health.FailedStocks, "", ";;0;");
        Add("quarantined", health.Quarantined, "", "0;;0;");
        Add("waiting", health.Evidence?.Waiting, "", ";;0;");
        Add("doubted_days", health.Evidence?.Doubted, "", ";;0;");
        Add("missed_tries", health.Schedule?.Missed, "", FormattableString.Invariant($";{HealthLimits.MissedAttempts - 1};0;"));
        Add("requests", health.Source?.Requests, "", FormattableString.Invariant($";;0;{health.Source?.Budget}"));
        Add("error_budget", health.ErrorBudget?.Remaining, "", FormattableString.Invariant($"{HealthLimits.BudgetLow}:;;0;1"));
        Add("db_size", health.Database?.SizeBytes, "B", ";;0;");
        Add("db_latency", health.Database?.Latency?.TotalSeconds, "s", ";;0;");
        return string.Join(' ', numbers);

        void Add(string label, double? value, string unit, string limits)
        {
            if (value is { } known)
                numbers.Add(string.Create(CultureInfo.InvariantCulture, $"{label}={known:0.######}{unit};{limits}"));
        }
    }

    static string Limits(double warning, double critical) => FormattableString.Invariant($"{warning}:;{critical}:;0;1");
}
