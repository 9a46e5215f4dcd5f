using StockSync.Engine.Sources.Baostock;

namespace StockSync.Tests.Sources;

/// <summary>The service's end of a connection in memory: each request is handed to the script, whose reply is then read in pieces.</summary>
sealed class ScriptedConnection(Func<byte[], byte[]?> script) : IConnection
{
    readonly Queue<byte> _waiting = new();
    TaskCompletionSource _arrived = new();

    public List<byte[]> Requests { get; } = [];

    /// <summary>Bytes a read returns at most.</summary>
    public int Segment { get; set; } = int.MaxValue;

    /// <summary>True: after what waits comes the end of the stream instead of silence.</summary>
    public bool Ends { get; set; }

    public bool IsDisposed { get; private set; }

    public LineState State => _waiting.Count > 0 ? LineState.Bytes : Ends ? LineState.Closed : LineState.Quiet;

    /// <summary>Completed while a read waits for bytes that do not come.</summary>
    public TaskCompletionSource IsWaiting { get; private set; } = new();

    public void Deliver(ReadOnlySpan<byte> bytes)
    {
        foreach (byte b in bytes)
            _waiting.Enqueue(b);
        _arrived.TrySetResult();
    }

    /// <summary>Returns when all that was delivered has been read.</summary>
    public async Task TakenAsync()
    {
        while (State == LineState.Bytes)
            await Task.Yield();
    }

    public ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        Requests.Add(bytes.ToArray());
        if (script(bytes.ToArray()) is { } reply)
            Deliver(reply);
        else
            Ends = true;
        return ValueTask.CompletedTask;
    }

    public async ValueTask<int> ReceiveAsync(Memory<byte> room, CancellationToken cancellationToken)
    {
        while (_waiting.Count == 0)
        {
            if (Ends)
                return 0;
            _arrived = new TaskCompletionSource();
            IsWaiting.TrySetResult();
            await _arrived.Task.WaitAsync(cancellationToken);
            IsWaiting = new TaskCompletionSource();
        }
        int count = Math.Min(Math.Min(Segment, room.Length), _waiting.Count);
        for (int i = 0; i < count; i++)
            room.Span[i] = _waiting.Dequeue();
        return count;
    }

    public void Dispose() => IsDisposed = true;
}
