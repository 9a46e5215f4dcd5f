namespace StockSync.Host;

/// <summary>The exit codes of pwsh; 130 and 143 are what a shell reports for a program ended by SIGINT and SIGTERM.</summary>
static class ExitCode
{
    internal const int Success = 0;
    internal const int Failed = 1;
    internal const int BadUsage = 64;
    internal const int Interrupted = 130;
    internal const int Terminated = 143;
}
