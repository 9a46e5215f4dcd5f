using System.Text;

namespace StockSync.Host;

/// <summary>What the program was asked to do: pwsh's switches, in any case and abbreviated as pwsh allows.</summary>
sealed class CommandLine
{
    HostAction _action = HostAction.Refuse;
    string _text = "";
    IReadOnlyList<string> _arguments = [];

    internal HostAction Action => _action;

    /// <summary>The path to run, the text to run, or the message of a refusal.</summary>
    internal string Text => _text;

    internal IReadOnlyList<string> Arguments => _arguments;

    internal bool NonInteractive { get; private set; }

    internal static CommandLine Parse(string[] args, bool inputRedirected)
    {
        var line = new CommandLine();
        for (var i = 0; i < args.Length; i++)
        {
            // Everything behind -File and -Command belongs to the script, so these end the loop.
            switch (SwitchName(args[i]))
            {
                case "noprofile" or "nop" or "nologo" or "nol" or "login" or "l" or "mta" or "sta":
                    continue;
                case "noninteractive" or "noni":
                    line.NonInteractive = true;
                    continue;
                case "executionpolicy" or "ex" or "ep" or "outputformat" or "o" or "of" or "inputformat" or "inp" or "if"
                    or "windowstyle" or "w":
                    if (++i >= args.Length)
                        return line.Refuse($"{args[i - 1]} needs a value.");
                    continue;
                case "workingdirectory" or "wd":
                    if (++i >= args.Length || !Directory.Exists(args[i]))
                        return line.Refuse("-WorkingDirectory needs an existing folder.");
                    Directory.SetCurrentDirectory(args[i]);
                    continue;
                case "help" or "h" or "?":
                    return line.Take(HostAction.ShowHelp);
                case "version" or "v":
                    return line.Take(HostAction.ShowVersion);
                case "file" or "f":
                    return line.TakeFile(args, i + 1);
                case "command" or "c":
                    return line.TakeCommand(args[(i + 1)..]);
                case "encodedcommand" or "enc" or "e" or "ec":
                    return line.TakeEncoded(args, i + 1);
                case null when args[i].EndsWith(".ps1", StringComparison.OrdinalIgnoreCase):
                    return line.TakeFile(args, i);
                case null when args[i] == "-":
                    return line.Take(HostAction.ReadCommandFromInput);
                case null:
                    return line.TakeCommand(args[i..]);
                default:
                    return line.Refuse($"{args[i]} is not a switch of this program. See -Help.");
            }
        }

        return inputRedirected
            ? line.Take(HostAction.ReadCommandFromInput)
            : line.Refuse("StockSync.Host has no prompt to type at: give -File or -Command. See -Help.");
    }

    /// <summary>A switch's name in lower case, or null when the argument isn't one.</summary>
    static string? SwitchName(string argument)
    {
        var name = argument.TrimStart('-').ToLowerInvariant();
        return argument.StartsWith('-') && name.Length > 0 ? name : null;
    }

    CommandLine TakeFile(string[] args, int at)
    {
        if (at >= args.Length)
            return Refuse("-File needs the path of a script.");
        if (args[at] == "-")
            return Take(HostAction.ReadCommandFromInput);
        if (!args[at].EndsWith(".ps1", StringComparison.OrdinalIgnoreCase))
            return Refuse($"The argument '{args[at]}' of -File does not have a '.ps1' extension.");
        if (!File.Exists(args[at]))
            return Refuse($"The argument '{args[at]}' is not recognized as the name of a script file. "
                + "Check the spelling of the name, or if a path was included, verify that the path is correct and try again.");

        _arguments = args[(at + 1)..];
        return Take(HostAction.RunFile, Path.GetFullPath(args[at]));
    }

    CommandLine TakeCommand(string[] words) => words switch
    {
        [] => Refuse("-Command needs the text of a command."),
        ["-"] => Take(HostAction.ReadCommandFromInput),
        _ => Take(HostAction.RunCommand, string.Join(' ', words)),
    };

    CommandLine TakeEncoded(string[] args, int at)
    {
        try
        {
            return at < args.Length
                ? Take(HostAction.RunCommand, Encoding.Unicode.GetString(Convert.FromBase64String(args[at])))
                : Refuse("-EncodedCommand needs a value.");
        }
        catch (FormatException)
        {
            return Refuse("The value of -EncodedCommand is not Base64 of UTF-16 text.");
        }
    }

    CommandLine Take(HostAction action, string text = "")
    {
        _action = action;
        _text = text;
        return this;
    }

    CommandLine Refuse(string why) => Take(HostAction.Refuse, why);
}
