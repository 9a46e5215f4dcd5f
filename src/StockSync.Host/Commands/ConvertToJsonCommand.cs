using System.Management.Automation;

namespace StockSync.Host;

/// <summary>A subset of pwsh's cmdlet, only in StockSync.Host.</summary>
[Cmdlet(VerbsData.ConvertTo, "Json")]
[OutputType(typeof(string))]
public sealed class ConvertToJsonCommand : PSCmdlet
{
    readonly List<object?> _values = [];

    /// <summary>What to write; several objects become an array.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [AllowNull]
    public object? InputObject { get; set; }

    /// <summary>Levels of nesting written as JSON; what lies deeper is written as text. Default: 2.</summary>
    [Parameter]
    [ValidateRange(0, 100)]
    public int Depth { get; set; } = 2;

    /// <summary>One line without spaces. Default: off.</summary>
    [Parameter]
    public SwitchParameter Compress { get; set; }

    /// <summary>Names of enumeration values instead of their numbers. Default: off.</summary>
    [Parameter]
    public SwitchParameter EnumsAsStrings { get; set; }

    /// <summary>An array even of a single object. Default: off.</summary>
    [Parameter]
    public SwitchParameter AsArray { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => _values.Add(InputObject);

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (_values.Count == 0)
            return;
        var root = _values.Count == 1 && !AsArray ? _values[0] : _values;
        var text = new JsonText(Depth, indented: !Compress, EnumsAsStrings);
        WriteObject(text.Write(root));
        if (text.WasCut)
            WriteWarning($"Resulting JSON is truncated as serialization has exceeded the set depth of {Depth}.");
    }
}
