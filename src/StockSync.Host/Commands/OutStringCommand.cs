using System.Management.Automation;
using Microsoft.PowerShell.Commands.Internal.Format;

namespace StockSync.Host;

/// <summary>A subset of pwsh's cmdlet, only in StockSync.Host: the input as the text a console would show.</summary>
[Cmdlet(VerbsData.Out, "String")]
[OutputType(typeof(string))]
public sealed class OutStringCommand : FrontEndCommandBase
{
    readonly StringWriter _text = new();

    /// <summary>Columns of the text. Default: 120.</summary>
    [Parameter]
    [ValidateRange(2, int.MaxValue)]
    public int Width { get; set; } = 120;

    /// <summary>One string per line instead of a single one. Default: off.</summary>
    [Parameter]
    public SwitchParameter Stream { get; set; }

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
        var text = _text.ToString();
        if (Stream)
            WriteObject(text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n'), enumerateCollection: true);
        else
            WriteObject(text);
    }
}
