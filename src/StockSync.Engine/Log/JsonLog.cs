namespace StockSync.Engine.Log;

/// <summary>A log of JSON lines. Whatever happens to its files is told to who asks, and disturbs nobody.</summary>
sealed class JsonLog : ISyncLog
{
    const string FileName = "stocksync.log";

    // While another process holds the lock no event waits for it again: a hundred waits would be a long one.
    static readonly TimeSpan s_pause = TimeSpan.FromSeconds(10);

    readonly Lock _gate = new();
    readonly LogFile _file;
    readonly LogLine _line;
    readonly LogLevel _level;
    readonly TimeProvider _time;
    long? _pausedAt;
    int _lost;
    int _untold;
    string? _fault;

    public JsonLog(string directory, LogLevel level, long size, int count, IRedactor redactor, TimeProvider time)
    {
        _file = new LogFile(System.IO.Path.Join(directory, FileName), size, count);
        _line = new LogLine(redactor, time);
        _level = level;
        _time = time;
    }

    public string? Path => _level == LogLevel.None ? null : _file.Path;

    public void Write(LogEvent entry)
    {
        if (entry.Level < _level || _level == LogLevel.None)
            return;
        lock (_gate)
        {
            if (_pausedAt is { } since && _time.GetElapsedTime(since) < s_pause)
            {
                _lost++;
                _untold++;
                return;
            }
            _pausedAt = null;
            try
            {
                if (_lost > 0)
                    _file.Append(_line.Of(new LogEvent { Level = LogLevel.Warning, Name = "log.gap", Data = new Dictionary<string, object?> { ["lost"] = _lost } }));
                _lost = 0;
                _file.Append(_line.Of(entry));
                if (_file.RotationFault is { } fault)
                    _fault ??= LogText.Get("Unrotated", _file.Path, fault);
            }
            catch (TimeoutException)
            {
                _pausedAt = _time.GetTimestamp();
                Lose(LogText.Get("Occupied"));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
            {
                Lose(e.Message);
            }
        }
    }

    public string? TakeFault()
    {
        lock (_gate)
        {
            string? fault = _untold > 0 ? LogText.Get("Unwritten", _file.Path, _untold, _fault) : _fault;
            (_fault, _untold) = (null, 0);
            return fault;
        }
    }

    void Lose(string reason)
    {
        _lost++;
        _untold++;
        _fault = reason.Length > 0 && char.IsLetterOrDigit(reason[^1]) ? reason + "." : reason;
    }
}
