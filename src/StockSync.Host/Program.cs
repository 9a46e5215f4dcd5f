using System.Text;

namespace StockSync.Host;

static class Program
{
    static int Main(string[] args)
    {
        // Stock names are Chinese; a console that starts with another code page would garble them.
        Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

        var line = CommandLine.Parse(args, Console.IsInputRedirected);
        switch (line.Action)
        {
            case HostAction.ShowHelp:
                Console.Out.WriteLine(Usage.Text);
                return ExitCode.Success;
            case HostAction.ShowVersion:
                Console.Out.WriteLine($"StockSync.Host {ProductVersion.Host} (PowerShell engine {ProductVersion.Engine})");
                return ExitCode.Success;
            case HostAction.Refuse:
                Console.Error.WriteLine(line.Text);
                return ExitCode.BadUsage;
            default:
                using (var session = new HostSession(line))
                    return session.Run();
        }
    }
}
