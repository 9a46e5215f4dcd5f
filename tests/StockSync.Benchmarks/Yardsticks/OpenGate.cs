using StockSync.Engine.Sources.Contract;

namespace StockSync.Benchmarks.Yardsticks;

/// <summary>Lets every request pass; a yardstick has no budget.</summary>
sealed class OpenGate : IRequestGate
{
    /// <summary>Bytes of all answers.</summary>
    public long BytesIn { get; private set; }

    public ValueTask PassAsync(RequestKind kind, CancellationToken cancellationToken) => default;

    public void Completed(RequestKind kind, int bytesOut, long bytesIn, TimeSpan elapsed) => BytesIn += bytesIn;

    public void Answered(RequestKind kind, TimeSpan elapsed)
    {
        // Nobody here plans by what a request takes.
    }

    public void Failed(TimeSpan elapsed)
    {
        // The session throws; there is nothing to count.
    }

    public void Banned(string errorCode) => throw new InvalidOperationException($"The market server answers {errorCode}.");
}
