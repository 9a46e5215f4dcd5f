using System.Management.Automation;
using StockSync.Binding;

namespace StockSync.Commands;

/// <summary>The state per day.</summary>
[Cmdlet(VerbsCommon.Get, "SyncCheckpoint")]
[OutputType(typeof(SyncDay))]
public sealed class GetSyncCheckpointCommand : DataCmdlet
{
    /// <summary>First day; default: no limit.</summary>
    [Parameter(Position = 0)]
    [DateArgument]
    public DateTime From { get; set; }

    /// <summary>Last day; default: no limit.</summary>
    [Parameter(Position = 1)]
    [DateArgument]
    public DateTime To { get; set; }

    /// <summary>Only days in one of these states.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public SyncDayStatus[]? Status { get; set; }

    /// <inheritdoc/>
    private protected override void Act() => Emit(
        (engine, token) => engine.GetDaysAsync(
            IsBound(nameof(From)) ? From.ToDate() : null, IsBound(nameof(To)) ? To.ToDate() : null, token),
        day => Status is null || Status.Contains(day.Status));
}
