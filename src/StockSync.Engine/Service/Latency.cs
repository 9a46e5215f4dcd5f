namespace StockSync.Engine.Service;

/// <summary>
/// How long answers took, in buckets each about a twenty-fifth wider than the one before: as small for a million answers as for one, and
/// for the same answers always the same numbers. Not thread-safe.
/// </summary>
sealed class LatencyHistogram
{
    const int PerDoubling = 16;

    // From a tenth of a millisecond to seven hours.
    const int Doublings = 28;
    const double Smallest = 0.0001;

    readonly long[] _counts = new long[(PerDoubling * Doublings) + 1];
    long _total;
    double _largest;

    public void Add(TimeSpan elapsed)
    {
        double seconds = Math.Max(0, elapsed.TotalSeconds);
        int bucket = seconds <= Smallest ? 0 : (int)Math.Ceiling(Math.Log2(seconds / Smallest) * PerDoubling);
        _counts[Math.Min(bucket, _counts.Length - 1)]++;
        _total++;
        _largest = Math.Max(_largest, seconds);
    }

    /// <summary>Seconds that this share of the answers did not exceed, at most a bucket too many; null before the first.</summary>
    /// <param name="share">Above 0, at most 1.</param>
    public double? Percentile(double share)
    {
        if (_total == 0)
            return null;
        long rank = (long)Math.Ceiling(share * _total);
        int bucket = 0;
        for (long seen = _counts[0]; seen < rank; seen += _counts[++bucket])
        {
        }
        return Math.Min(Smallest * Math.Pow(2, (double)bucket / PerDoubling), _largest);
    }
}

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
