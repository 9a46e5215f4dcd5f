namespace StockSync.Engine.Operations.Schedules;

/// <summary>How a program ended and what it wrote.</summary>
sealed record ProgramResult(int ExitCode, byte[] Output, string Errors);
