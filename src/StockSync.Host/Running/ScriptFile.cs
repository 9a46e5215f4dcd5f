using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;

namespace StockSync.Host;

/// <summary>
/// Runs a script file as a function made of the parsed file. Invoked as a script, the engine would swallow <c>exit n</c>
/// into <c>$LASTEXITCODE</c>, where it can't be told from the exit code of a native command.
/// <c>$PSScriptRoot</c>, <c>$PSCommandPath</c> and the positions in errors come from the parsed file and stay right.
/// </summary>
static class ScriptFile
{
    internal static void Add(PowerShell shell, Runspace runspace, string path, IReadOnlyList<string> arguments)
    {
        var script = Parser.ParseFile(path, out _, out var errors);
        if (errors.Length > 0)
            throw new ParseException(errors);

        var name = Path.GetFileName(path);
        runspace.SessionStateProxy.InvokeProvider.Item.Set($"function:{name}", script.GetScriptBlock());
        shell.AddCommand(name);
        foreach (var parameter in ScriptArguments.Read(arguments))
            shell.Commands.Commands[^1].Parameters.Add(parameter);
    }
}
