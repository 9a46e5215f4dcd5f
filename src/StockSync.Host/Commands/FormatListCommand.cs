using System.Management.Automation;
using Microsoft.PowerShell.Commands.Internal.Format;

namespace StockSync.Host;

/// <summary>pwsh's cmdlet on the engine's own formatter, only in StockSync.Host.</summary>
[Cmdlet(VerbsCommon.Format, "List")]
public sealed class FormatListCommand : OuterFormatTableAndListBase
{
    /// <summary>Takes the engine's list formatter.</summary>
    public FormatListCommand() => EngineInternals.UseFormatter(this, "List");
}
