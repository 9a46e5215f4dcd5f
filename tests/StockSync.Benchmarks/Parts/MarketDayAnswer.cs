using StockSync.Benchmarks.Harness;
using StockSync.Engine.Sources.Baostock;
using StockSync.Engine.Sources.Baostock.Protocol;
using StockSync.Engine.Sources.Contract;
using StockSync.MarketServer;
using StockSync.Tests.Fakes;

namespace StockSync.Benchmarks.Parts;

/// <summary>One market day as the parts need it: as a frame, as a zlib stream, inflated, and as rows.</summary>
sealed class MarketDayAnswer
{
    MarketDayAnswer(CannedService service, string kind)
    {
        Service = service;
        Kind = kind;
        Frame = service[MessageType.DailyAStock];
        int length = ResponseHeader.Parse(Frame).Length;
        Zlib = Frame.AsMemory(Wire.HeaderLength, length);
        Body = new ZlibInflater().Inflate(Zlib).ToArray();
        Rows = new BarBatch();
        var session = OpenAsync().Result;
        session.GetMarketDayAsync(service.Day, Rows, default).Wait();
    }

    /// <summary>The one that all benchmarks of the process share.</summary>
    public static MarketDayAnswer Shared { get; } = Make();

    public CannedService Service { get; }

    /// <summary>Recorded or made-up.</summary>
    public string Kind { get; }

    public byte[] Frame { get; }

    public ReadOnlyMemory<byte> Zlib { get; }

    public byte[] Body { get; }

    public BarBatch Rows { get; }

    /// <summary>A session of the product on the canned answers.</summary>
    public Task<IBarSession> OpenAsync() => new BaostockSource(
        new SyncSettings { Endpoint = "127.0.0.1:1" }, new Yardsticks.OpenGate(), TimeProvider.System, Service).OpenAsync(default);

    static MarketDayAnswer Make()
    {
        if (RecordedData.Folder is not null)
        {
            var recorded = new RecordedMarket(RecordedData.PathOf("market_2026"));
            return new MarketDayAnswer(CannedService.RecordAsync(recorded, new DateOnly(2026, 3, 2)).Result, "recorded");
        }
        var day = TradingDays.First;
        var madeUp = new MadeUpMarket(1, Scale.Count("STOCKS", 5_200, 50), day, day.AddDays(30));
        return new MarketDayAnswer(CannedService.RecordAsync(madeUp, day).Result, "made-up");
    }
}
