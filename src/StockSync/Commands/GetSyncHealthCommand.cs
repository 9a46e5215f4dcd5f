using System.Management.Automation;
using StockSync.Binding;
using StockSync.Loading;
using StockSync.Resources;

namespace StockSync.Commands;

/// <summary>How well the copy is, from what the database knows; the service is never asked.</summary>
[Cmdlet(VerbsCommon.Get, "SyncHealth", DefaultParameterSetName = ObjectSet, SupportsShouldProcess = true)]
[OutputType(typeof(SyncHealth), typeof(string))]
public sealed class GetSyncHealthCommand : OperationCmdlet
{
    const string ObjectSet = "Object";
    const string ExitCodeSet = "ExitCode";
    const string PrometheusSet = "Prometheus";

    /// <summary>Emit one line for Nagios and set <c>$LASTEXITCODE</c>: 0 healthy, 1 warning, 2 critical, 3 unknown.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ExitCodeSet)]
    public SwitchParameter AsExitCode { get; set; }

    /// <summary>Emit the text format of Prometheus.</summary>
    [Parameter(Mandatory = true, ParameterSetName = PrometheusSet)]
    public SwitchParameter AsPrometheus { get; set; }

    /// <summary>Write it to this file instead, for the textfile collector of node_exporter. Others may read it.</summary>
    [Parameter(ParameterSetName = PrometheusSet)]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>Raise an alert where attempts that were due were not made, and send what waits in the outbox.</summary>
    [Parameter]
    public SwitchParameter Alert { get; set; }

    /// <inheritdoc/>
    private protected override void Act()
    {
        if (AsExitCode)
        {
            Check();
            return;
        }
        var settings = ResolveSettings();
        WithOperations(settings, operations =>
        {
            var health = Read(settings, operations);
            if (AsPrometheus)
                WriteMetrics(EngineGate.ToPrometheus(health));
            else
                WriteObject(health);
            Report(operations, health);
        });
    }

    SyncHealth Read(SyncSettings settings, ISyncOperations operations)
    {
        var schedules = ReadSchedules(settings);
        return Await(token => operations.GetHealthAsync(schedules, token));
    }

    void WriteMetrics(string text)
    {
        if (Path is null)
        {
            WriteObject(text.TrimEnd('\n'));
            return;
        }
        string path = FilePath(Path);
        if (!ShouldProcess(path, Strings.MetricsAction))
            return;
        Guard(() =>
        {
            MetricsFile.Write(path, text);
            return true;
        });
    }

    void Report(ISyncOperations operations, SyncHealth health)
    {
        if (Alert && ShouldProcess(health.Database?.Target ?? DatabaseTarget(), Strings.HealthAlertAction))
        {
            Await(async token =>
            {
                await operations.AlertMissingAsync(health, token);
                return true;
            });
        }
    }

    // A check says UNKNOWN where it cannot even begin; an error would end the script with 1, and that means something else here.
    void Check()
    {
        try
        {
            var settings = ReadSettings();
            var operations = EngineGate.CreateOperations(settings);
            try
            {
                var health = Read(settings, operations);
                End(EngineGate.ToNagios(health), EngineGate.ToExitCode(health.Status));
                Report(operations, health);
            }
            finally
            {
                Close(operations);
            }
        }
        catch (StockSyncException e)
        {
            End(EngineGate.ToNagios(e), EngineGate.ToExitCode(HealthStatus.Unknown));
        }
    }

    void End(string line, int exitCode)
    {
        WriteObject(line);
        SessionState.PSVariable.Set("global:LASTEXITCODE", exitCode);
    }
}
