using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using StockSync.Engine.Sources.Baostock.Protocol;
using StockSync.MarketServer;
using RequestFrame = StockSync.Engine.Sources.Baostock.Protocol.RequestFrame;

namespace StockSync.Benchmarks.Yardsticks;

/// <summary>
/// The floor of a run: its own requests, sent once more one after the other over one connection, their answers received and thrown away.
/// Nobody who may have one connection is faster with so many requests.
/// </summary>
static class BareRequests
{
    /// <summary>Seconds from before the connection to the last answer.</summary>
    public static async Task<double> RunAsync(string endpoint, IEnumerable<RequestLogEntry> requests)
    {
        byte[][] frames = [.. requests.Select(Encode)];
        var reader = new ResponseReader();
        long start = Stopwatch.GetTimestamp();
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPEndPoint.Parse(endpoint));
        foreach (byte[] frame in frames)
            await AskAsync(socket, frame, reader);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    static async Task AskAsync(Socket socket, byte[] frame, ResponseReader reader)
    {
        await socket.SendAsync(frame);
        reader.Reset();
        int count;
        do
        {
            count = await socket.ReceiveAsync(reader.GetRoom());
            if (count == 0)
                throw new InvalidOperationException("The market server closed the connection.");
        }
        while (!reader.Advance(count));
    }

    static byte[] Encode(RequestLogEntry request) => request.Type switch
    {
        MessageType.Login => RequestFrame.Encode(MessageType.Login, ["login", Wire.User, Wire.Password, "0"]),
        MessageType.Logout => RequestFrame.Encode(MessageType.Logout, ["logout", Wire.User, "20240101000000"]),
        MessageType.TradeDates => Encode(Query.TradeDates(request.From!.Value, request.To!.Value), request),
        MessageType.AllStock => Encode(Query.AllStock(request.From!.Value), request),
        MessageType.StockBasic => Encode(Query.StockBasic(), request),
        MessageType.History => Encode(Query.History(CodeOf(request), request.From!.Value, request.To!.Value), request),
        MessageType.DailyAStock => Encode(Query.DailyAStock(request.From!.Value), request),
        _ => throw new InvalidOperationException($"A backfill has no request of type {request.Type}."),
    };

    static byte[] Encode(Query query, RequestLogEntry request) => query.Encode(request.Page, Wire.MaxPageSize);

    static StockCode CodeOf(RequestLogEntry request) =>
        StockCode.TryParse(request.Code!, out var code) ? code : throw new InvalidOperationException(request.Code);
}
