namespace StockSync.Engine.Operations.Log;

/// <summary>Where a run keeps a record for whoever looks later. Never throws and never waits: a full disk there does not disturb the sync.</summary>
interface ISyncLog
{
    /// <summary>The file written now; null where there is none.</summary>
    string? Path { get; }

    /// <summary>Writes one event.</summary>
    void Write(LogEvent entry);

    /// <summary>Why events could not be written since the last call of this method; null where all were.</summary>
    string? TakeFault();
}

/// <summary>One line of the log. Holds no secret.</summary>
sealed record LogEvent
{
    public required LogLevel Level { get; init; }

    /// <summary>A stable word, for example <c>run.started</c>, <c>day.settled</c>, <c>alert.sent</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What a person reads.</summary>
    public string? Text { get; init; }

    public string? RunId { get; init; }

    /// <summary>Further members: strings, numbers, dates, booleans.</summary>
    public IReadOnlyDictionary<string, object?> Data { get; init; } = new Dictionary<string, object?>();
}

/// <summary>A log of JSON lines. Whatever happens to its files is told to who asks, and disturbs nobody.</summary>
sealed class JsonLog : ISyncLog
{
    const string FileName = "stocksync.log";

    // A line takes a fraction of a millisecond. Who waits longer waits for a machine that is busy, or for a process that is stopped while
    // it holds the lock: no event waits for it again for a while, a hundred waits would be a long one. The lines are kept until then.
    const int MostKept = 1_000;
    static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(200);
    static readonly TimeSpan s_lastPatience = TimeSpan.FromSeconds(1);
    static readonly TimeSpan s_pause = TimeSpan.FromSeconds(5);

    readonly Lock _gate = new();
    readonly LogFile _file;
    readonly LogLine _line;
    readonly LogLevel _level;
    readonly TimeProvider _time;
    readonly List<byte> _kept = [];
    int _keptLines;
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
            if (_keptLines == MostKept)
                Lose(1, LogStrings.Occupied);
            else
                Keep(_line.Of(entry));
            if (_pausedAt is not { } since || _time.GetElapsedTime(since) >= s_pause)
                Flush(s_patience);
        }
    }

    public string? TakeFault()
    {
        lock (_gate)
        {
            if (_keptLines > 0 && !Flush(s_lastPatience))
                LoseKept(LogStrings.Occupied);
            string? fault = _untold > 0 ? LogStrings.FormatUnwritten(_file.Path, _untold, _fault) : _fault;
            (_fault, _untold) = (null, 0);
            return fault;
        }
    }

    /// <summary>Writes what is kept; false where another process is in the way, so that it may be written later.</summary>
    bool Flush(TimeSpan patience)
    {
        _pausedAt = null;
        try
        {
            if (_lost > 0)
            {
                var data = new Dictionary<string, object?> { ["lost"] = _lost };
                _file.Append(_line.Of(new LogEvent { Level = LogLevel.Warning, Name = "log.gap", Data = data }), patience);
            }
            _lost = 0;
            _file.Append(_kept.ToArray(), patience);
            if (_file.RotationFault is { } fault)
                _fault ??= LogStrings.FormatUnrotated(_file.Path, fault);
            Forget();
        }
        catch (TimeoutException)
        {
            _pausedAt = _time.GetTimestamp();
            return false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            LoseKept(e.Message);
        }
        return true;
    }

    void Keep(ReadOnlySpan<byte> line)
    {
        _kept.AddRange(line);
        _keptLines++;
    }

    void Forget()
    {
        _kept.Clear();
        _keptLines = 0;
    }

    void LoseKept(string reason)
    {
        Lose(_keptLines, reason);
        Forget();
    }

    void Lose(int lines, string reason)
    {
        _lost += lines;
        _untold += lines;
        _fault = reason.Length > 0 && char.IsLetterOrDigit(reason[^1]) ? reason + "." : reason;
    }
}
