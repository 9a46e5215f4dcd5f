using BenchmarkDotNet.Attributes;
using StockSync.Engine.Sources.Baostock.Answers;
using StockSync.Engine.Sources.Baostock.Protocol;
using StockSync.Engine.Sources.Contract;

namespace StockSync.Benchmarks.Parts;

/// <summary>From the bytes of the wire to rows. Public because BenchmarkDotNet asks for it.</summary>
[MemoryDiagnoser]
public class SourceParts
{
    readonly MarketDayAnswer _answer = MarketDayAnswer.Shared;
    readonly ResponseReader _reader = new();
    readonly ZlibInflater _inflater = new();
    readonly BarCollector _collector = new();
    readonly BarBatch _into = new();
    readonly byte[] _plain = MarketDayAnswer.Shared.Service[MessageType.StockBasic];
    IBarSession _session = null!;

    /// <summary>Logs in on the canned service.</summary>
    [GlobalSetup]
    public void Open() => _session = _answer.OpenAsync().GetAwaiter().GetResult();

    /// <summary>A plain answer (the stock list): header, CRC-32, UTF-8, character count.</summary>
    [Benchmark]
    public int FrameDecode() => Read(_plain);

    /// <summary>A market day's zlib stream.</summary>
    [Benchmark]
    public int Inflate() => _inflater.Inflate(_answer.Zlib).Length;

    /// <summary>A market day's inflated rows into typed columns, checked.</summary>
    [Benchmark]
    public int ParseRows()
    {
        var answer = new Answer(_answer.Body);
        var query = Query.DailyAStock(_answer.Service.Day);
        _collector.Begin(new BarScope(null, _answer.Service.Day, _answer.Service.Day));
        _collector.Add(answer[query.DataSlot], new BarAnswerColumns(new ColumnList(answer[query.ColumnsSlot]), Query.BarFields));
        _into.Clear();
        _collector.MoveTo(_into);
        return _into.Count;
    }

    /// <summary>A market day as a run asks for it: request, frame, inflate, rows, into a batch that was used before.</summary>
    [Benchmark]
    public async Task<int> MarketDay()
    {
        _into.Clear();
        await _session.GetMarketDayAsync(_answer.Service.Day, _into, default);
        return _into.Count;
    }

    int Read(byte[] frame)
    {
        _reader.Reset();
        int sent = 0;
        bool isComplete = false;
        while (!isComplete)
        {
            var room = _reader.GetRoom();
            int count = Math.Min(room.Length, frame.Length - sent);
            frame.AsMemory(sent, count).CopyTo(room);
            sent += count;
            isComplete = _reader.Advance(count);
        }
        return _reader.Body.Length;
    }
}
