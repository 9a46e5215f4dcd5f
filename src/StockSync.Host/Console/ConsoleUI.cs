using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace StockSync.Host;

/// <summary>Streams to the console as pwsh sends them: errors to standard error, everything else to standard output.</summary>
sealed class ConsoleUI(Screen screen, bool nonInteractive) : PSHostUserInterface
{
    readonly ConsoleRawUI _raw = new();
    readonly Prompts _prompts = new(screen, nonInteractive);

    public override PSHostRawUserInterface RawUI => _raw;

    public override bool SupportsVirtualTerminal => !Console.IsOutputRedirected;

    public override void Write(string value) => screen.Out(value);

    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) =>
        screen.Out(Ansi.Coloured(value, foregroundColor));

    public override void WriteLine(string value) => screen.Out(value + Environment.NewLine);

    public override void WriteErrorLine(string value) => screen.Error(value + Environment.NewLine);

    public override void WriteDebugLine(string message) => WriteLabelled("DEBUG", message);

    public override void WriteVerboseLine(string message) => WriteLabelled("VERBOSE", message);

    public override void WriteWarningLine(string message) => WriteLabelled("WARNING", message);

    public override void WriteInformation(InformationRecord record)
    {
        // Write-Host's text has been written by Write-Host itself; the rest is silent unless redirected.
    }

    public override void WriteProgress(long sourceId, ProgressRecord record) => screen.Progress(record);

    public override string ReadLine() => _prompts.ReadLine();

    public override SecureString ReadLineAsSecureString() => _prompts.ReadSecret();

    public override Dictionary<string, PSObject> Prompt(
        string caption, string message, Collection<FieldDescription> descriptions) => _prompts.Ask(caption, message, descriptions);

    public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice) =>
        _prompts.Choose(caption, message, choices, defaultChoice);

    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) =>
        _prompts.AskCredential(caption, message, userName);

    public override PSCredential PromptForCredential(
        string caption, string message, string userName, string targetName,
        PSCredentialTypes allowedCredentialTypes, PSCredentialUIOptions options) => _prompts.AskCredential(caption, message, userName);

    void WriteLabelled(string label, string message) =>
        screen.Out(Ansi.Coloured($"{label}: {message}", ConsoleColor.Yellow) + Environment.NewLine);
}
