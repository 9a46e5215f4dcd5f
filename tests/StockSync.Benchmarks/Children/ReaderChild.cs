using System.Diagnostics;
using System.Globalization;

namespace StockSync.Benchmarks.Children;

/// <summary>The reader's process, seen from the scenario.</summary>
sealed class ReaderChild : IAsyncDisposable
{
    static readonly TimeSpan s_rest = TimeSpan.FromSeconds(1);

    readonly Process _process;

    ReaderChild(Process process) => _process = process;

    /// <summary>Returns when it has read for the first time.</summary>
    public static ReaderChild Start(string file)
    {
        var process = ChildProcess.Start(null, Child.Read, file);
        process.StandardOutput.ReadLine();
        return new ReaderChild(process);
    }

    /// <summary>The writing is over: what it meets from now on is counted apart.</summary>
    public async Task RestAsync()
    {
        await _process.StandardInput.WriteLineAsync();
        await Task.Delay(s_rest);
    }

    /// <summary>Ends it and returns what it met.</summary>
    public async Task<ReaderResult> EndAsync()
    {
        _process.StandardInput.Close();
        string line = await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The reader process ended early.");
        double[] numbers = [.. line.Split(' ').Select(n => double.Parse(n, CultureInfo.InvariantCulture))];
        return new ReaderResult((int)numbers[0], numbers[1], numbers[2], numbers[3]);
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
