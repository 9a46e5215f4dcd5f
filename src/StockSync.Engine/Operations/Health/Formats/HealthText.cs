namespace StockSync.Engine.Operations.Health.Formats;

/// <summary>Health in the forms that monitoring systems read.</summary>
public static class HealthText
{
    /// <summary>One line and performance data, as Nagios and its relatives take it.</summary>
    public static string ToNagios(SyncHealth health) => NagiosLine.Of(health);

    /// <summary>The same where health could not even be asked for.</summary>
    public static string ToNagios(StockSyncException error) => NagiosLine.Of(error);

    /// <summary>0 healthy, 1 warning, 2 critical, 3 unknown.</summary>
    public static int ToExitCode(HealthStatus status) => status switch
    {
        HealthStatus.Healthy => 0,
        HealthStatus.Warning => 1,
        HealthStatus.Critical => 2,
        _ => 3,
    };

    /// <summary>A file for the textfile collector of Prometheus's node_exporter.</summary>
    public static string ToPrometheus(SyncHealth health) => PrometheusText.Of(health);
}
