namespace StockSync.Engine.RunState;

/// <summary>Counts units and tells the observer, at most four times a second.</summary>
sealed class ProgressReporter(RunContext run, RequestShape shape, int total)
{
    static readonly TimeSpan s_step = TimeSpan.FromMilliseconds(250);

    readonly long _start = run.Clock.Time.GetTimestamp();
    readonly Lock _lock = new();
    long _last;
    int _done;
    string _current = "";

    /// <summary>Names what is in work.</summary>
    public void Current(string text) => _current = text;

    public async ValueTask AdvanceAsync(int units, CancellationToken cancellationToken)
    {
        SyncProgress report;
        lock (_lock)
        {
            _done += units;
            long now = run.Clock.Time.GetTimestamp();
            if (_last != 0 && _done < total && run.Clock.Time.GetElapsedTime(_last, now) < s_step)
                return;
            _last = now;
            double seconds = run.Clock.Time.GetElapsedTime(_start, now).TotalSeconds;
            double rate = seconds > 0 ? _done / seconds : 0;
            report = new SyncProgress
            {
                Done = Math.Min(_done, total),
                Total = total,
                Shape = shape,
                Rows = Interlocked.Read(ref run.RowsStored),
                Rate = rate,
                Remaining = rate > 0 ? TimeSpan.FromSeconds(Math.Max(0, total - _done) / rate) : null,
                Current = _current,
            };
        }
        await run.Observer.ProgressAsync(report, cancellationToken);
    }
}
