using System.Management.Automation;
using Engine = Microsoft.PowerShell.Commands;

namespace StockSync.Host;

/// <summary>
/// The engine's cmdlet, which holds a table's first rows back to measure its columns. <c>exit</c> and errors end a script
/// without its last step, and the rows would be lost, as they are in pwsh; here they are shown when it is disposed.
/// </summary>
[Cmdlet(VerbsData.Out, "Default")]
public sealed class OutDefaultCommand : Engine.OutDefaultCommand
{
    bool _ended;

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        _ended = true;
        base.EndProcessing();
    }

    /// <inheritdoc/>
    protected override void InternalDispose()
    {
        if (!_ended)
            EndProcessing();
        base.InternalDispose();
    }
}
