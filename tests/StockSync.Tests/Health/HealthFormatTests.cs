using System.Text.RegularExpressions;
using StockSync.Engine.Operations.Health.Formats;
using StockSync.Engine.Stores.Sql;
using Xunit;

namespace StockSync.Tests.Health;

public sealed partial class HealthFormatTests
{
    [Theory]
    [InlineData(HealthStatus.Healthy, 0)]
    [InlineData(HealthStatus.Warning, 1)]
    [InlineData(HealthStatus.Critical, 2)]
    [InlineData(HealthStatus.Unknown, 3)]
    public void Exit_codes_are_those_of_check_programs(HealthStatus status, int code) => Assert.Equal(code, NagiosLine.ExitCode(status));

    [Fact]
    public async Task A_check_is_one_line_with_numbers()
    {
        var rig = new HealthRig { Quarantined = 3 };
        string line = NagiosLine.Of(await rig.ReadAsync());
        Assert.StartsWith("STOCKSYNC WARNING - QuarantinedBars: ", line, StringComparison.Ordinal);
        Assert.Contains(" | lag_days=0;0;1;0; coverage=1;0.999:;0.95:;0;1 success_rate=1;0.95:;;0;1 ", line, StringComparison.Ordinal);
        Assert.Contains(" run_p95=40s;;;0; ", line, StringComparison.Ordinal);
        Assert.Contains(" db_size=1073741824B;;;0; ", line, StringComparison.Ordinal);
        Assert.All(line[(line.IndexOf('|', StringComparison.Ordinal) + 2)..].Split(' '), n => Assert.Matches(PerformanceData(), n));
        Assert.StartsWith("STOCKSYNC OK - 2026-11-25 ", NagiosLine.Of(await new HealthRig().ReadAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public void Hostile_words_neither_end_the_line_nor_begin_the_numbers()
    {
        var health = new SyncHealth
        {
            Status = HealthStatus.Critical,
            AsOf = DateTime.UnixEpoch,
            Reasons = [new HealthReason { Code = "X", Severity = HealthStatus.Critical, Text = "a|b\r\nc\u2028d\u001b[31m" + new string('字', 3000) }],
        };
        string line = NagiosLine.Of(health);
        Assert.Equal(1, line.Count(c => c == '|'));
        Assert.DoesNotContain(line, c => char.IsControl(c) || c == '\u2028');
        Assert.InRange(line.Length, 900, 1100);
        string unknown = NagiosLine.Of(new StockSyncException("DatabaseInvalid", ErrorKind.InvalidArgument, "a|b\nc"));
        Assert.Equal("STOCKSYNC UNKNOWN - DatabaseInvalid: a/b c", unknown);
    }

    [Fact]
    public async Task Metrics_have_the_form_of_Prometheus_and_no_time_of_their_own()
    {
        var rig = new HealthRig { Quarantined = 1 };
        string text = PrometheusText.Of(await rig.ReadAsync());
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\r', text);
        string? family = null;
        var families = new HashSet<string>();
        foreach (string line in text.TrimEnd('\n').Split('\n'))
        {
            if (line.StartsWith("# HELP ", StringComparison.Ordinal))
            {
                family = line.Split(' ')[2];
                Assert.True(families.Add(family), family); // all samples of a family stand together
                Assert.StartsWith("stocksync_", family, StringComparison.Ordinal);
            }
            else if (line.StartsWith("# TYPE ", StringComparison.Ordinal))
            {
                Assert.Equal(family, line.Split(' ')[2]);
                Assert.Equal(family!.EndsWith("_total", StringComparison.Ordinal) ? "counter" : "gauge", line.Split(' ')[3]);
            }
            else
            {
                Assert.Matches(Sample(), line);
                Assert.Equal(family, line.Split(' ', '{')[0]);
            }
        }
        string[] promised =
        [
            "last_success_timestamp_seconds", "last_run_timestamp_seconds", "last_run_duration_seconds", "last_run_status", "stocks",
            "freshness_lag_trading_days", "coverage_ratio", "gaps", "db_size_bytes", "build_info", "runs_total", "rows_written_total", "retries_total", "health_status",
        ];
        Assert.Empty(promised.Select(p => $"stocksync_{p}").Except(families));
        Assert.Contains("\nstocksync_last_run_status{status=\"Completed\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("\nstocksync_last_run_status{status=\"Failed\"} 0\n", text, StringComparison.Ordinal);
        Assert.Contains("\nstocksync_health_reasons{code=\"QuarantinedBars\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("\nstocksync_stocks{state=\"suspended\"} 20\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_known_is_left_out_and_labels_are_escaped()
    {
        string text = PrometheusText.Of(new SyncHealth
        {
            Status = HealthStatus.Unknown,
            AsOf = DateTime.UnixEpoch,
            Coverage = double.NaN,
            Failures = [new FailureCount { Reason = "a\"b\\c\nd", Count = 2, OldestAt = DateTime.UnixEpoch }],
        });
        Assert.DoesNotContain("coverage", text, StringComparison.Ordinal);
        Assert.DoesNotContain("last_run", text, StringComparison.Ordinal);
        Assert.Contains("stocksync_open_failures{reason=\"a\\\"b\\\\c\\nd\"} 2\n", text, StringComparison.Ordinal);
        Assert.Contains("stocksync_db_up 0\n", text, StringComparison.Ordinal);
        Assert.Contains("stocksync_health_status 3\n", text, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"^[a-z0-9_]+=-?[0-9.]+(s|B)?;[0-9.:]*;[0-9.:]*;[0-9.]*;[0-9.]*$")]
    private static partial Regex PerformanceData();

    [GeneratedRegex("""^stocksync_[a-z0-9_]+(\{[a-z]+="[A-Za-z0-9._]*"\})? -?[0-9.E+]+$""")]
    private static partial Regex Sample();
}
