using System.Diagnostics;

namespace StockSync.Module.Tests.Hosting;

/// <summary>A process of its own that runs one script on the staged module, for what would end the test process.</summary>
static class ChildProcess
{
    public static Process Start(MarketSession market, string script)
    {
        string file = Path.Join(market.Module.Home, "script.ps1");
        File.WriteAllText(file, script);
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false };
        foreach (string argument in new[] { "exec", typeof(ChildProcess).Assembly.Location, file, market.Database, $"127.0.0.1:{market.Service.Endpoint.Port}" })
            start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }

    /// <summary>Sends a signal by name, as a service manager does.</summary>
    public static void Signal(Process process, string name)
    {
        using var kill = Process.Start("kill", ["-s", name, $"{process.Id}"]);
        kill.WaitForExit();
    }

    // The test runner loads this assembly as a library; only Start calls it as a program.
    static int Main(string[] arguments)
    {
        if (arguments is not [var script, var database, var endpoint])
            return 2;
        using var session = new ModuleSession();
        session.SetVariable("STOCKSYNC_DATABASE", database);
        session.SetVariable("STOCKSYNC_ENDPOINT", endpoint);
        session.Run(File.ReadAllText(script));
        return session.Streams.Error.Count == 0 ? 0 : 1;
    }
}
