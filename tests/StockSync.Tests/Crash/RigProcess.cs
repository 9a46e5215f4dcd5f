using System.Diagnostics;
using System.Globalization;
using StockSync.Rig;
using Xunit;

namespace StockSync.Tests.Crash;

/// <summary>A rig at work: a process of its own, because only a process can be killed.</summary>
sealed class RigProcess : IDisposable
{
    // Far more than any run takes, on a busy machine too.
    static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    readonly Process _process;

    RigProcess(Process process) => _process = process;

    /// <summary>Starts one.</summary>
    /// <param name="arguments">See <c>RigOptions</c>.</param>
    /// <param name="environment">Variables to set beside those of this process.</param>
    /// <param name="within">A program that starts it, and that program's arguments; null for a plain start.</param>
    public static RigProcess Start(
        IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null, IReadOnlyList<string>? within = null)
    {
        string host = Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";
        string[] words = [.. within ?? [], host, typeof(RigExit).Assembly.Location, .. arguments];
        var start = new ProcessStartInfo(words[0], words[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        return new RigProcess(Process.Start(start)!);
    }

    public int Id => _process.Id;

    /// <summary>Waits until a rig that holds is ready.</summary>
    public async Task ReadyAsync() => Assert.Equal("ready", await _process.StandardOutput.ReadLineAsync().WaitAsync(s_patience));

    /// <summary>Lets a rig that holds begin.</summary>
    public void Go() => _process.StandardInput.WriteLine();

    public Task<RigRun> EndAsync() => EndAsync(s_patience);

    public async Task<RigRun> EndAsync(TimeSpan patience)
    {
        using var limit = new CancellationTokenSource(patience);
        var output = _process.StandardOutput.ReadToEndAsync(limit.Token);
        var errors = _process.StandardError.ReadToEndAsync(limit.Token);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
            return new RigRun(
                _process.ExitCode, (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries), await errors);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"The rig did not end within {patience}.");
        }
    }

    /// <summary>Sends a signal by its name, as <c>kill</c> knows it.</summary>
    public void Send(string signal)
    {
        using var kill = Process.Start("kill", ["-" + signal, _process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
        Assert.Equal(0, kill.ExitCode);
    }

    /// <summary>Kills it, and waits until the system has taken back all that it held.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync().WaitAsync(s_patience);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }
}
