namespace StockSync.Engine.Operations.Schedules;

/// <summary>The programs of the machine that change its schedules.</summary>
interface IPrograms
{
    /// <summary>The full path of a program; null where it is not installed.</summary>
    string? Find(string name);

    /// <summary>Runs it to its end. What it writes is kept as bytes: tables of jobs are in no encoding in particular.</summary>
    /// <exception cref="StockSyncException">It cannot be started, or does not end.</exception>
    ProgramResult Run(string name, IReadOnlyList<string> arguments, byte[]? input = null);
}

/// <summary>How a program ended and what it wrote.</summary>
sealed record ProgramResult(int ExitCode, byte[] Output, string Errors);
