using System.Text.Json;
using System.Text.Json.Serialization;

namespace StockSync.MarketServer;

/// <summary>Every request since the start. Safe to read while the service works.</summary>
public sealed class RequestLog : IDisposable
{
    static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    readonly Lock _lock = new();
    readonly List<RequestLogEntry> _entries = [];
    readonly List<(Func<RequestLogEntry, bool> Wanted, TaskCompletionSource<RequestLogEntry> Found)> _waiting = [];
    readonly StreamWriter? _file;
    int _number;
    int _connections;
    int _mostAtOnce;

    internal RequestLog(string? path)
    {
        if (path is not null)
            _file = new StreamWriter(new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite)) { AutoFlush = true };
    }

    /// <summary>A copy of the entries so far.</summary>
    public IReadOnlyList<RequestLogEntry> Entries
    {
        get
        {
            lock (_lock)
                return [.. _entries];
        }
    }

    /// <summary>Requests by message type.</summary>
    public IReadOnlyDictionary<string, int> Counts => Entries.CountBy(e => e.Type).ToDictionary();

    /// <summary>All connections ever accepted.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>The most connections open at the same time.</summary>
    public int MostConnectionsAtOnce => Volatile.Read(ref _mostAtOnce);

    /// <summary>Requests of one message type.</summary>
    public int Count(string type)
    {
        lock (_lock)
            return _entries.Count(e => e.Type == type);
    }

    /// <summary>The first entry, past or future, that is wanted. Spares tests their sleeps.</summary>
    public Task<RequestLogEntry> WaitForAsync(Func<RequestLogEntry, bool> wanted, CancellationToken cancellationToken = default)
    {
        lock (_lock)
        {
            if (_entries.Find(e => wanted(e)) is { } past)
                return Task.FromResult(past);
            var found = new TaskCompletionSource<RequestLogEntry>(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((wanted, found));
            return found.Task.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Forgets the entries; numbers, the connection figures and the file go on.</summary>
    public void Clear()
    {
        lock (_lock)
            _entries.Clear();
    }

    public void Dispose() => _file?.Dispose();

    internal void Add(RequestLogEntry entry)
    {
        lock (_lock)
        {
            entry = entry with { Number = ++_number };
            _entries.Add(entry);
            _file?.WriteLine(JsonSerializer.Serialize(entry, s_json));
            _waiting.RemoveAll(w => w.Wanted(entry) && w.Found.TrySetResult(entry));
        }
    }

    internal int AddConnection(int openNow)
    {
        lock (_lock)
        {
            _mostAtOnce = Math.Max(_mostAtOnce, openNow);
            return ++_connections;
        }
    }
}
