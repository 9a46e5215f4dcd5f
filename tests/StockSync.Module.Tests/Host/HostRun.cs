namespace StockSync.Module.Tests;

/// <summary>How a run of the host ended, and what it wrote.</summary>
sealed record HostRun(int ExitCode, string Output, string Errors)
{
    internal IReadOnlyList<string> Lines => Output.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
}
