using System.Management.Automation;
using StockSync.Pipeline;
using StockSync.Resources;

namespace StockSync.Commands;

/// <summary>
/// What a scheduler starts: makes the attempt that is due, or nothing. Emits one <see cref="ScheduledAttempt"/> and sets <c>$LASTEXITCODE</c> to its exit
/// code; the registered command ends with <c>exit $LASTEXITCODE</c>.
/// </summary>
[Cmdlet(VerbsLifecycle.Invoke, "SyncSchedule", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(ScheduledAttempt))]
public sealed class InvokeSyncScheduleCommand : OperationCmdlet
{
    // As sysexits.h has it: nothing but a person can put it right.
    const int Configuration = 78;

    /// <inheritdoc/>
    private protected override void Act()
    {
        // Until the result is known: an error that ends the pipeline must not look like success.
        SetExitCode(1);
        SyncSettings settings;
        try
        {
            settings = ResolveSettings();
        }
        catch
        {
            SetExitCode(Configuration);
            throw;
        }
        WithOperations(settings, operations =>
        {
            if (!ShouldProcess(Strings.FormatAttemptTarget(DatabaseTarget()), Strings.AttemptAction))
            {
                SetExitCode(0);
                return;
            }
            Pump(
                async (writer, token) => await operations.InvokeAttemptAsync(
                    writer,
                    made => writer.PostAsync(_ =>
                    {
                        SetExitCode(made.ExitCode);
                        WriteObject(made);
                    }),
                    token),
                new ProgressReport(Strings.AttemptCaption));
        });
    }

    void SetExitCode(int code) => SessionState.PSVariable.Set(new PSVariable("global:LASTEXITCODE", code));
}
