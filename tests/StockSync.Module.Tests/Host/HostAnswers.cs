using Xunit;

namespace StockSync.Module.Tests;

/// <summary>
/// What the host prints for each of many commands. All run in one process, started by the first that is asked for:
/// the engine takes a second to start, the commands next to nothing.
/// </summary>
sealed class HostAnswers
{
    const string Mark = "#### ";

    readonly Lazy<Task<Dictionary<string, string[]>>> _answers;

    internal HostAnswers(Func<IReadOnlyList<string>> commands) => _answers = new(() => RunAsync(commands()));

    internal async Task<string[]> OfAsync(string command) => (await _answers.Value)[command];

    static async Task<Dictionary<string, string[]>> RunAsync(IReadOnlyList<string> commands)
    {
        using var folder = new ScriptFolder();
        var script = commands.Select((command, i) => $"'{Mark}{i}'\ntry {{ {command} }} catch {{ \"error: $_\" }}\n");
        var run = await HostProgram.RunAsync("-File", folder.Add("commands.ps1", string.Concat(script)));
        Assert.Equal("", run.Errors);
        return run.Output.Split(Mark, StringSplitOptions.RemoveEmptyEntries)
            .Select(answer => answer.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries))
            .ToDictionary(lines => commands[int.Parse(lines[0], System.Globalization.CultureInfo.InvariantCulture)], lines => lines[1..]);
    }
}
