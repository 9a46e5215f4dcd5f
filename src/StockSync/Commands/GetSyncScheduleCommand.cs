using System.Management.Automation;
using StockSync.Binding;
using StockSync.Loading;
using StockSync.Pipeline;
using StockSync.Resources;
using StockSync.Scheduling;

namespace StockSync.Commands;

/// <summary>The schedules of this machine's user, with the last attempt and the next.</summary>
[Cmdlet(VerbsCommon.Get, "SyncSchedule")]
[OutputType(typeof(SyncSchedule))]
public sealed class GetSyncScheduleCommand : OperationCmdlet
{
    /// <summary>Only schedules of these names; wildcards allowed.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? Name { get; set; }

    /// <inheritdoc/>
    private protected override void Act()
    {
        var configuration = OpenConfiguration();
        var names = new TextFilter(Name);
        var all = Guard(() => Schedules.Open(configuration, Profile).Get());
        var schedules = all.Where(s => names.Matches(s.Name)).ToList();
        if (schedules.Count > 0)
        {
            var (next, last) = Look();
            foreach (var schedule in schedules)
                WriteObject(schedule with { NextAt = schedule.IsActive ? next : null, Last = last });
        }
        foreach (string name in (Name ?? []).Where(n => !WildcardPattern.ContainsWildcardCharacters(n)))
        {
            if (!all.Any(s => s.Name.Equals(name, StringComparison.OrdinalIgnoreCase)))
            {
                WriteError(Errors.From(new StockSyncException(
                    ErrorIds.ScheduleUnknown,
                    ErrorKind.NotFound,
                    Strings.FormatScheduleUnknown(name),
                    Strings.ScheduleUnknownAdvice,
                    name)));
            }
        }
    }

    // What is registered can be told without the database.
    (DateTime? Next, ScheduledAttempt? Last) Look()
    {
        ISyncOperations? operations = null;
        try
        {
            operations = EngineGate.CreateOperations(ReadSettings());
            var (next, last, failure) = Await(token => ReadSnapshotAsync(operations, token));
            if (failure is not null)
                Warn(failure);
            return (next, last);
        }
        catch (StockSyncException e)
        {
            Warn(e);
            return (null, null);
        }
        finally
        {
            if (operations is not null)
                Close(operations);
        }
    }

    static async Task<(DateTime? Next, ScheduledAttempt? Last, StockSyncException? Failure)> ReadSnapshotAsync(
        ISyncOperations operations, CancellationToken token)
    {
        try
        {
            ScheduledAttempt? last = null;
            await foreach (var made in operations.GetAttemptsAsync(1, token))
                last = made;
            return (await operations.NextAttemptAsync(token), last, null);
        }
        catch (StockSyncException e)
        {
            return (null, null, e);
        }
    }

    void Warn(StockSyncException e) => WriteWarning(Strings.FormatScheduleUnread(e.Message));
}
