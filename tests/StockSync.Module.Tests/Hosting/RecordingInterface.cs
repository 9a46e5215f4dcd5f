using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;
using System.Text;

namespace StockSync.Module.Tests.Hosting;

/// <summary>What the host was shown, without escape sequences. A prompt is answered by <see cref="Answers"/>, and fails where none is left.</summary>
sealed class RecordingInterface(int width) : PSHostUserInterface
{
    readonly StringBuilder _text = new();

    /// <summary>Everything written.</summary>
    public string Text
    {
        get
        {
            lock (_text)
                return GetOutputString(_text.ToString(), false);
        }
    }

    public string[] Lines => Text.Split('\n').Select(l => l.TrimEnd('\r')).ToArray();

    /// <summary>The messages of prompts.</summary>
    public List<string> Questions { get; } = [];

    /// <summary>Labels to choose, without their hot key mark.</summary>
    public Queue<string> Answers { get; } = new();

    public List<ProgressRecord> Progress { get; } = [];

    public override PSHostRawUserInterface RawUI { get; } = new RecordingRawInterface(width);

    public override bool SupportsVirtualTerminal => false;

    public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions) =>
        throw new PSInvalidOperationException($"Nobody is there to answer: {message}");

    public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
    {
        Questions.Add(message);
        if (!Answers.TryDequeue(out string? answer))
            throw new PSInvalidOperationException($"Nobody is there to answer: {message}");
        return choices.Select(c => c.Label.Replace("&", "", StringComparison.Ordinal)).ToList().IndexOf(answer);
    }

    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) =>
        throw new PSInvalidOperationException("Nobody is there to answer.");

    public override PSCredential PromptForCredential(
        string caption,
        string message,
        string userName,
        string targetName,
        PSCredentialTypes allowedCredentialTypes,
        PSCredentialUIOptions options) => throw new PSInvalidOperationException("Nobody is there to answer.");

    public override string ReadLine() => throw new PSInvalidOperationException("Nobody is there to answer.");

    public override SecureString ReadLineAsSecureString() => throw new PSInvalidOperationException("Nobody is there to answer.");

    public override void Write(string value) => Append(value);

    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) => Append(value);

    public override void WriteDebugLine(string message) => Append(message + "\n");

    public override void WriteErrorLine(string value) => Append(value + "\n");

    public override void WriteLine(string value) => Append(value + "\n");

    public override void WriteProgress(long sourceId, ProgressRecord record)
    {
        lock (Progress)
            Progress.Add(record);
    }

    public override void WriteVerboseLine(string message) => Append(message + "\n");

    public override void WriteWarningLine(string message) => Append(message + "\n");

    void Append(string text)
    {
        lock (_text)
            _text.Append(text);
    }
}
