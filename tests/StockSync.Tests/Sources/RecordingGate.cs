using StockSync.Engine.Sources.Contract;

namespace StockSync.Tests.Sources;

/// <summary>Lets everything pass and remembers it, or refuses from some frame on.</summary>
sealed class RecordingGate : IRequestGate
{
    public List<RequestKind> Passed { get; } = [];

    public List<(RequestKind Kind, int BytesOut, long BytesIn, TimeSpan Elapsed)> Completions { get; } = [];

    public List<(RequestKind Kind, TimeSpan Elapsed)> Answers { get; } = [];

    public List<TimeSpan> Failures { get; } = [];

    public List<string> Bans { get; } = [];

    /// <summary>Called before a frame passes; may throw.</summary>
    public Action<RequestKind>? Before { get; set; }

    public ValueTask PassAsync(RequestKind kind, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Before?.Invoke(kind);
        Passed.Add(kind);
        return ValueTask.CompletedTask;
    }

    public void Completed(RequestKind kind, int bytesOut, long bytesIn, TimeSpan elapsed) =>
        Completions.Add((kind, bytesOut, bytesIn, elapsed));

    public void Answered(RequestKind kind, TimeSpan elapsed) => Answers.Add((kind, elapsed));

    public void Failed(TimeSpan elapsed) => Failures.Add(elapsed);

    public void Banned(string errorCode) => Bans.Add(errorCode);
}
