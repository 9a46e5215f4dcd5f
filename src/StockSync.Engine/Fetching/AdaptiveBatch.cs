namespace StockSync.Engine.Fetching;

/// <summary>
/// The size of the next batch of stocks: grows after a good batch, shrinks after a bad one, between the two it stays. It only decides how
/// many of the stocks still waiting are taken next, so every stock comes exactly once whatever the rates are.
/// </summary>
sealed class AdaptiveBatch(int start, int min, int max, int step)
{
    /// <summary>Above this share of successes the batch grows.</summary>
    public const double Good = 0.95;

    /// <summary>Below this share it shrinks.</summary>
    public const double Bad = 0.85;

    readonly List<int> _sizes = [Math.Clamp(start, min, max)];

    public int Size => _sizes[^1];

    /// <summary>All sizes so far, as the run's record shows them.</summary>
    public string History => string.Join(' ', _sizes);

    /// <summary>Learns from a batch; an empty one counts as good. True when the size changed.</summary>
    public bool Report(int succeeded, int total)
    {
        double rate = total == 0 ? 1 : (double)succeeded / total;
        int next = rate > Good ? Size + step : rate < Bad ? Size - step : Size;
        next = Math.Clamp(next, min, max);
        if (next == Size)
            return false;
        _sizes.Add(next);
        return true;
    }
}
