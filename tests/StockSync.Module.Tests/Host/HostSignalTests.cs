using System.Diagnostics;
using System.Globalization;
using Xunit;

namespace StockSync.Module.Tests;

public sealed class HostSignalTests
{
    const int Interrupt = 2;
    const int Terminate = 15;

    [UnixTheory]
    [InlineData(Interrupt, 130)]
    [InlineData(Terminate, 143)]
    public async Task The_first_signal_stops_the_script_which_may_clean_up(int signal, int exitCode)
    {
        using var process = HostProgram.Start(
            "-Command", "try { 'ready'; while ($true) { $null = 1 } } finally { [Console]::Out.WriteLine('cleaned') }");
        Assert.Equal("ready", await HostProgram.LineAsync(process));

        Send(process, signal);
        var run = await HostProgram.EndAsync(process);

        Assert.Equal(exitCode, run.ExitCode);
        Assert.Equal(["cleaned"], run.Lines);
    }

    [UnixTheory]
    [InlineData(Interrupt, 130)]
    [InlineData(Terminate, 143)]
    public async Task The_second_signal_ends_a_script_that_does_not_stop(int signal, int exitCode)
    {
        // Code that the engine can't stop; the line from its clean-up shows that the first signal has been heard.
        const string Script = """
            'ready'
            try { while ($true) { $null = 1 } } finally { [Console]::Out.WriteLine('busy'); [Threading.Thread]::Sleep(-1) }
            """;
        using var process = HostProgram.Start("-Command", Script);
        Assert.Equal("ready", await HostProgram.LineAsync(process));
        Send(process, signal);
        Assert.Equal("busy", await HostProgram.LineAsync(process));

        Send(process, signal);
        var run = await HostProgram.EndAsync(process);

        Assert.Equal(exitCode, run.ExitCode);
    }

    static void Send(Process process, int signal)
    {
        using var kill = Process.Start("kill", [string.Create(CultureInfo.InvariantCulture, $"-{signal}"), $"{process.Id}"]);
        kill.WaitForExit();
        Assert.Equal(0, kill.ExitCode);
    }
}
