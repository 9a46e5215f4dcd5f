namespace StockSync.Engine.Service;

/// <summary>Answers of one kind in a run.</summary>
/// <param name="Count">How many.</param>
/// <param name="Seconds">What they took together.</param>
readonly record struct AnswerTimes(int Count, double Seconds)
{
    /// <summary>Seconds of one; only where there are some.</summary>
    public double Mean => Seconds / Count;

    /// <summary>What came after some earlier state.</summary>
    public AnswerTimes Since(AnswerTimes before) => new(Count - before.Count, Seconds - before.Seconds);

    public AnswerTimes With(TimeSpan elapsed) => new(Count + 1, Seconds + Math.Max(0, elapsed.TotalSeconds));
}
