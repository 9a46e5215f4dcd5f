namespace StockSync.Engine.Sources.Baostock;

/// <summary>
/// How long an answer may stay silent. With one connection a stalled request holds up everything, so a service that has been answering
/// quickly is not waited for as long as the setting would allow: one wait of half a minute costs as much as hundreds of answers. Shared by
/// all connections of a source.
/// </summary>
sealed class ReadDeadline(TimeSpan longest)
{
    // Enough to know a service by.
    const int Sample = 50;

    // A pause of a healthy service is seldom longer than so many of its slowest answers.
    const int Times = 20;

    // Shorter than that a wait would take the hiccup of a network for a stall.
    static readonly TimeSpan s_shortest = TimeSpan.FromSeconds(5);

    readonly Queue<TimeSpan> _answers = new(Sample);
    readonly Lock _lock = new();

    /// <summary>The longest silence for now.</summary>
    public TimeSpan Limit
    {
        get
        {
            lock (_lock)
            {
                if (_answers.Count < Sample)
                    return longest;
                var usual = _answers.Max() * Times;
                if (usual < s_shortest)
                    usual = s_shortest;
                return usual < longest ? usual : longest;
            }
        }
    }

    /// <summary>A request was answered.</summary>
    public void Answered(TimeSpan took)
    {
        lock (_lock)
        {
            if (_answers.Count == Sample)
                _answers.Dequeue();
            _answers.Enqueue(took);
        }
    }

    /// <summary>A request was not: perhaps the service has become slow, and the next ones get all the time there is.</summary>
    public void Silent()
    {
        lock (_lock)
            _answers.Clear();
    }
}
