using System.Diagnostics;
using System.Text;
using Xunit;

namespace StockSync.Module.Tests;

/// <summary>Starts <c>out/host/StockSync.Host.dll</c>, which <c>build.ps1 -Task Test</c> publishes, as a process.</summary>
static class HostProgram
{
    /// <summary>Far more than any of these runs takes; a host that doesn't end is killed and the test fails.</summary>
    static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    static readonly string s_assembly = Path.Combine(RepositoryRoot(), "out", "host", "StockSync.Host.dll");

    internal static Task<HostRun> RunAsync(params IEnumerable<string> arguments) => RunWithInputAsync("", arguments);

    internal static async Task<HostRun> RunWithInputAsync(string input, params IEnumerable<string> arguments)
    {
        using var process = Start(arguments);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        return await EndAsync(process);
    }

    /// <summary>A host that the test talks to while it runs.</summary>
    internal static Process Start(params IEnumerable<string> arguments)
    {
        Assert.True(File.Exists(s_assembly), $"{s_assembly} is missing: run build.ps1 -Task Test");
        var start = new ProcessStartInfo("dotnet", ["exec", s_assembly, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        return Process.Start(start)!;
    }

    /// <summary>The next line of output.</summary>
    internal static async Task<string?> LineAsync(Process process)
    {
        try
        {
            return await process.StandardOutput.ReadLineAsync().WaitAsync(s_patience);
        }
        catch (TimeoutException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    internal static async Task<HostRun> EndAsync(Process process)
    {
        using var patience = new CancellationTokenSource(s_patience);
        var output = process.StandardOutput.ReadToEndAsync(patience.Token);
        var errors = process.StandardError.ReadToEndAsync(patience.Token);
        try
        {
            await process.WaitForExitAsync(patience.Token);
            return new HostRun(process.ExitCode, await output, await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException("The host did not end.");
        }
    }

    static string RepositoryRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "StockSync.sln")))
                return folder.FullName;
        throw new InvalidOperationException("The tests do not run inside the repository.");
    }
}
