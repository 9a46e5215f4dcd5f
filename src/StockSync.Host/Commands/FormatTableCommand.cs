using System.Management.Automation;
using Microsoft.PowerShell.Commands.Internal.Format;

namespace StockSync.Host;

/// <summary>pwsh's cmdlet on the engine's own formatter, only in StockSync.Host.</summary>
[Cmdlet(VerbsCommon.Format, "Table")]
public sealed class FormatTableCommand : OuterFormatTableBase
{
    /// <summary>Takes the engine's table formatter.</summary>
    public FormatTableCommand() => EngineInternals.UseFormatter(this, "Table");
}
