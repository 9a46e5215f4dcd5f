using StockSync.Engine.Sources.Contract;

namespace StockSync.Tests.Sources;

/// <summary>Lets everything pass and remembers it, or refuses from some frame on.</summary>
sealed class RecordingGate : IRequestGate
{
    public List<string> Passed { get; } = [];

    public List<(string Type, int BytesOut, long BytesIn, TimeSpan Elapsed)> Completions { get; } = [];

    public List<(string Type, TimeSpan Elapsed)> Answers { get; } = [];

    public List<TimeSpan> Failures { get; } = [];

    public List<string> Bans { get; } = [];

    /// <summary>Called before a frame passes; may throw.</summary>
    public Action<string>? Before { get; set; }

    public ValueTask PassAsync(string messageType, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Before?.Invoke(messageType);
        Passed.Add(messageType);
        return ValueTask.CompletedTask;
    }

    public void Completed(string messageType, int bytesOut, long bytesIn, TimeSpan elapsed) =>
        Completions.Add((messageType, bytesOut, bytesIn, elapsed));

    public void Answered(string messageType, TimeSpan elapsed) => Answers.Add((messageType, elapsed));

    public void Failed(TimeSpan elapsed) => Failures.Add(elapsed);

    public void Banned(string errorCode) => Bans.Add(errorCode);
}
