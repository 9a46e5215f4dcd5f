using System.Net.Sockets;
using StockSync.Engine.Sources.Baostock.Protocol;
using StockSync.Engine.Sources.Contract;

namespace StockSync.Engine.Sources.Baostock;

/// <summary>
/// One connection, one request at a time: gate, send, read under deadlines. Once anything leaves the stream in doubt the connection is
/// closed at once and never used again, so that no late answer can be taken for the next one's.
/// </summary>
sealed class BaostockChannel : IDisposable
{
    readonly IConnection _connection;
    readonly SyncSettings _settings;
    readonly ReadDeadline _patience;
    readonly IRequestGate _gate;
    readonly ResponseReader _reader = new();
    int _isBusy;

    public BaostockChannel(
        string endpoint, IConnection connection, SyncSettings settings, ReadDeadline patience, IRequestGate gate, TimeProvider time)
    {
        Endpoint = endpoint;
        _connection = connection;
        _settings = settings;
        _patience = patience;
        _gate = gate;
        Time = time;
    }

    public string Endpoint { get; }

    public TimeProvider Time { get; }

    /// <summary>False for good once the connection is closed.</summary>
    public bool IsUsable { get; private set; } = true;

    /// <summary>True while a request is under way.</summary>
    public bool IsBusy => Volatile.Read(ref _isBusy) != 0;

    /// <summary>Sends a request and returns its answer, which is valid until the next call. A failed answer is an exception.</summary>
    public async Task<Answer> AskAsync(string messageType, byte[] frame, CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _isBusy, 1) != 0)
            throw new InvalidOperationException("A session takes one request at a time.");
        try
        {
            // Looked at before the gate, because a frame that cannot be answered would still be counted; and after it, because
            // the gate may have made us wait.
            CheckLine();
            await _gate.PassAsync(MessageType.KindOf(messageType), cancellationToken);
            CheckLine();
            var elapsed = await SendAsync(messageType, frame, cancellationToken);
            var answer = Open(messageType);
            // Only now: an error comes quickly and says nothing of how long an answer takes.
            _gate.Answered(MessageType.KindOf(messageType), elapsed);
            return answer;
        }
        finally
        {
            Volatile.Write(ref _isBusy, 0);
        }
    }

    /// <summary>Closes because the answer, though whole, turns out to be none.</summary>
    public void Invalidate()
    {
        _gate.Failed(TimeSpan.Zero);
        Dispose();
    }

    /// <summary>Closes at once.</summary>
    public void Dispose()
    {
        IsUsable = false;
        _connection.Dispose();
    }

    void CheckLine()
    {
        if (!IsUsable)
            throw SourceErrors.ClosedWhileIdle(Endpoint);
        switch (_connection.State)
        {
            case LineState.Bytes:
                Dispose();
                throw SourceErrors.Protocol(ProtocolFault.UnaskedBytes);
            case LineState.Closed:
                Dispose();
                throw SourceErrors.ClosedWhileIdle(Endpoint);
        }
    }

    async Task<TimeSpan> SendAsync(string messageType, byte[] frame, CancellationToken cancellationToken)
    {
        long start = Time.GetTimestamp();
        try
        {
            await ExchangeAsync(messageType, frame, cancellationToken);
        }
        catch (StockSyncException)
        {
            _gate.Failed(Time.GetElapsedTime(start));
            throw;
        }
        var elapsed = Time.GetElapsedTime(start);
        _gate.Completed(MessageType.KindOf(messageType), frame.Length, _reader.Received, elapsed);
        return elapsed;
    }

    async Task ExchangeAsync(string messageType, byte[] frame, CancellationToken cancellationToken)
    {
        bool isSlow = messageType == MessageType.DailyAStock;
        var wholeLimit = isSlow ? _settings.MarketDayTimeout : _settings.RequestTimeout;
        // Only requests for one stock come in numbers that teach anything.
        bool isUsual = messageType == MessageType.History;
        var silenceLimit = isSlow ? _settings.MarketDayTimeout : isUsual ? _patience.Limit : _settings.ReadTimeout;
        long start = Time.GetTimestamp();
        using var whole = new CancellationTokenSource(wholeLimit, Time);
        using var silence = new CancellationTokenSource(silenceLimit, Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, whole.Token, silence.Token);
        bool isSound = false;
        try
        {
            await _connection.SendAsync(frame, either.Token);
            _reader.Reset();
            int count;
            do
            {
                count = await _connection.ReceiveAsync(_reader.GetRoom(), either.Token);
                if (count == 0)
                    throw SourceErrors.Disconnected(Endpoint, messageType);
                if (isSlow)
                    silenceLimit = _settings.ReadTimeout;
                silence.CancelAfter(silenceLimit);
            }
            while (!_reader.Advance(count));
            isSound = true;
            if (isUsual)
                _patience.Answered(Time.GetElapsedTime(start));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            _patience.Silent();
            throw whole.IsCancellationRequested
                ? SourceErrors.Unfinished(Endpoint, wholeLimit, messageType)
                : SourceErrors.Silent(Endpoint, silenceLimit, messageType);
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            throw SourceErrors.Disconnected(Endpoint, messageType, e);
        }
        finally
        {
            if (!isSound)
                Dispose();
        }
    }

    /// <summary>The complete answer; an error of the service closes the connection unless it is about the request alone.</summary>
    Answer Open(string messageType)
    {
        try
        {
            var answer = new Answer(_reader.Body);
            if (answer.IsSuccess)
                return _reader.Type == MessageType.Error ? throw SourceErrors.Protocol(ProtocolFault.Slots) : answer;
            var error = ServiceError.From(answer, messageType);
            if (error.StopsEverything)
                _gate.Banned(ServiceError.CodeOf(answer));
            throw error;
        }
        catch (StockSyncException e)
        {
            _gate.Failed(TimeSpan.Zero);
            if (e.IsTransient || e.StopsEverything)
                Dispose();
            throw;
        }
    }
}

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
