using System.Management.Automation;
using System.Management.Automation.Host;
using System.Text;
using Microsoft.PowerShell.Commands.Internal.Format;

namespace StockSync.Host;

/// <summary>A subset of pwsh's cmdlet, only in StockSync.Host: what <c>&gt;</c> and <c>&gt;&gt;</c> stand for.</summary>
[Cmdlet(VerbsData.Out, "File")]
public sealed class OutFileCommand : FrontEndCommandBase
{
    readonly StringWriter _text = new();

    /// <summary>The file to write, UTF-8 without byte order mark.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [Alias("Path", "LiteralPath")]
    public string FilePath { get; set; } = "";

    /// <summary>Writes behind what the file holds. Default: off.</summary>
    [Parameter]
    public SwitchParameter Append { get; set; }

    /// <summary>Accepted as the engine gives it for <c>&gt;</c>; the file is UTF-8 in any case.</summary>
    [Parameter(Position = 1)]
    public string Encoding { get; set; } = "utf8";

    /// <summary>Columns of the text. Default: 120.</summary>
    [Parameter]
    [ValidateRange(2, int.MaxValue)]
    public int Width { get; set; } = 120;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        EngineInternals.UseTextOutput(this, _text, Width);
        base.BeginProcessing();
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        base.EndProcessing();
        var path = SessionState.Path.GetUnresolvedProviderPathFromPSPath(FilePath);
        using var file = new StreamWriter(path, Append, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        file.Write(PSHostUserInterface.GetOutputString(_text.ToString(), supportsVirtualTerminal: false));
    }
}
