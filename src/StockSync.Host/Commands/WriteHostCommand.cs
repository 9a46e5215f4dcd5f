using System.Diagnostics.CodeAnalysis;
using System.Management.Automation;

namespace StockSync.Host;

/// <summary>A subset of pwsh's cmdlet, only in StockSync.Host: text on the console, redirectable as stream 6.</summary>
[Cmdlet(VerbsCommunications.Write, "Host")]
public sealed class WriteHostCommand : PSCmdlet
{
    static readonly string[] s_hostTag = ["PSHOST"];

    /// <summary>What to show; the members of a collection on one line.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromRemainingArguments = true)]
    [SuppressMessage("Naming", "CA1720", Justification = "The parameter's name in pwsh.")]
    public object? Object { get; set; }

    /// <summary>Leaves out the line end. Default: off.</summary>
    [Parameter]
    public SwitchParameter NoNewline { get; set; }

    /// <summary>Stands between the members of a collection. Default: a space.</summary>
    [Parameter]
    public string Separator { get; set; } = " ";

    /// <summary>The colour on a terminal. Default: the terminal's own.</summary>
    [Parameter]
    public ConsoleColor? ForegroundColor { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var message = new HostInformationMessage { Message = Text(Object), NoNewLine = NoNewline, ForegroundColor = ForegroundColor };
        // The engine hands a record with this tag to the host's screen and keeps it for 6>.
        WriteInformation(message, s_hostTag);
    }

    string Text(object? value) => LanguagePrimitives.GetEnumerable(value) is { } members
        ? string.Join(Separator, members.Cast<object?>().Select(Text))
        : LanguagePrimitives.ConvertTo<string>(value) ?? "";
}
