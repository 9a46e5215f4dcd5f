namespace StockSync.Host;

enum HostAction
{
    RunFile,
    RunCommand,
    ReadCommandFromInput,
    ShowHelp,
    ShowVersion,
    Refuse,
}
