namespace StockSync.Tests.Soak;

/// <summary>
/// Counts the cases of a fault for the table of a soak. Written, one line when disposed, where <c>STOCKSYNC_TEST_REPORT</c> names a file. A
/// test stops at its first violation, so there is at most one in a line.
/// </summary>
sealed class FaultReport(string fault, string what, string store = "") : IDisposable
{
    static readonly Lock s_lock = new();

    bool _isRight;

    /// <summary>How often the fault was met so far; what a test that breaks off has not counted is one case, the violation.</summary>
    public int Cases { get; private set; }

    /// <summary>Counts one more.</summary>
    public void Case() => Cases++;

    /// <summary>Counts many more.</summary>
    public void Add(int cases) => Cases += cases;

    /// <summary>Says that all checks of all cases held; without it the line names a violation.</summary>
    /// <param name="cases">Those not counted before.</param>
    public void Right(int cases = 0)
    {
        Cases += cases;
        _isRight = true;
    }

    public void Dispose()
    {
        if (Environment.GetEnvironmentVariable("STOCKSYNC_TEST_REPORT") is not { Length: > 0 } path)
            return;
        lock (s_lock)
            File.AppendAllText(path, $"{fault}\t{what}\t{store}\t{Math.Max(1, Cases)}\t{(_isRight ? 0 : 1)}\n");
    }
}
