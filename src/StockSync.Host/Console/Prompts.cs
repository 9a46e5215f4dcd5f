using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace StockSync.Host;

/// <summary>Questions to the person at the terminal. With <c>-NonInteractive</c> each is an error, as in pwsh.</summary>
sealed class Prompts(Screen screen, bool nonInteractive)
{
    internal string ReadLine()
    {
        RefuseIfNonInteractive();
        return Console.In.ReadLine()
            ?? throw new HostException("The standard input has ended; nobody can answer a question.");
    }

    internal SecureString ReadSecret()
    {
        var secret = new SecureString();
        if (nonInteractive || Console.IsInputRedirected)
        {
            foreach (var letter in ReadLine())
                secret.AppendChar(letter);
            return secret;
        }

        for (var key = Console.ReadKey(intercept: true); key.Key != ConsoleKey.Enter; key = Console.ReadKey(intercept: true))
        {
            if (key.Key == ConsoleKey.Backspace && secret.Length > 0)
                secret.RemoveAt(secret.Length - 1);
            else if (!char.IsControl(key.KeyChar))
                secret.AppendChar(key.KeyChar);
        }

        screen.Out(Environment.NewLine);
        return secret;
    }

    internal Dictionary<string, PSObject> Ask(string caption, string message, IEnumerable<FieldDescription> fields)
    {
        Show(caption, message);
        var answers = new Dictionary<string, PSObject>(StringComparer.OrdinalIgnoreCase);
        foreach (var field in fields)
        {
            screen.Out($"{field.Name}: ");
            answers[field.Name] = field.ParameterTypeName == nameof(SecureString) ? new PSObject(ReadSecret()) : new PSObject(ReadLine());
        }

        return answers;
    }

    internal int Choose(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
    {
        Show(caption, message);
        var labels = choices.Select(ChoiceLabel.Of).ToArray();
        var offer = string.Join("  ", labels.Select(label => $"[{label.Key}] {label.Text}"));
        while (true)
        {
            var hint = defaultChoice >= 0 ? $" (default is \"{labels[defaultChoice].Key}\")" : "";
            screen.Out($"{offer}{hint}: ");
            var answer = ReadLine().Trim();
            if (answer.Length == 0 && defaultChoice >= 0)
                return defaultChoice;
            var chosen = Array.FindIndex(labels, label => label.Matches(answer));
            if (chosen >= 0)
                return chosen;
        }
    }

    internal PSCredential AskCredential(string caption, string message, string userName)
    {
        Show(caption, message);
        if (string.IsNullOrEmpty(userName))
        {
            screen.Out("User: ");
            userName = ReadLine();
        }

        screen.Out($"Password for user {userName}: ");
        return new PSCredential(userName, ReadSecret());
    }

    void RefuseIfNonInteractive()
    {
        if (nonInteractive)
            throw new HostException("StockSync.Host is in NonInteractive mode. Read and Prompt functionality is not available.");
    }

    void Show(string caption, string message)
    {
        RefuseIfNonInteractive();
        foreach (var text in new[] { caption, message }.Where(text => !string.IsNullOrEmpty(text)))
            screen.Out(text + Environment.NewLine);
    }
}
