using StockSync.Engine.Operations.Schedules;

namespace StockSync.Tests.Schedules;

/// <summary>Programs that a test plays itself, and what was asked of them.</summary>
sealed class FakePrograms(params string[] installed) : IPrograms
{
    public Func<string, IReadOnlyList<string>, byte[]?, ProgramResult> Answer { get; set; } = (_, _, _) => Ended(0);

    public List<string> Calls { get; } = [];

    public static ProgramResult Ended(int exitCode, byte[]? output = null, string errors = "") => new(exitCode, output ?? [], errors);

    public string? Find(string name) => installed.Contains(name) ? $"/usr/bin/{name}" : null;

    public ProgramResult Run(string name, IReadOnlyList<string> arguments, byte[]? input = null)
    {
        Calls.Add($"{name} {string.Join(' ', arguments)}");
        return Answer(name, arguments, input);
    }
}
