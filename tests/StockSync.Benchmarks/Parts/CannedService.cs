using System.Net.Sockets;
using StockSync.Engine.Sources.Baostock;
using StockSync.Engine.Sources.Baostock.Protocol;
using StockSync.MarketServer;

namespace StockSync.Benchmarks.Parts;

/// <summary>Answers as bytes, taken off the wire once: what is measured after that is the client alone.</summary>
sealed class CannedService : IConnector
{
    readonly Dictionary<string, byte[]> _answers = [];

    CannedService(DateOnly day) => Day = day;

    /// <summary>The market day that it knows.</summary>
    public DateOnly Day { get; }

    /// <summary>The answer to a message type, whole.</summary>
    public byte[] this[string messageType] => _answers[messageType];

    /// <summary>Asks the market once.</summary>
    public static async Task<CannedService> RecordAsync(IMarket market, DateOnly day)
    {
        var canned = new CannedService(day);
        await using var service = await MarketService.StartAsync(market);
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(service.Endpoint);
        byte[] login = RequestFrame.Encode(MessageType.Login, ["login", Wire.User, Wire.Password, "0"]);
        await canned.AskAsync(socket, MessageType.Login, login);
        foreach (var query in new[] { Query.DailyAStock(day), Query.StockBasic() })
            await canned.AskAsync(socket, query.Type, query.Encode(1, Wire.MaxPageSize));
        return canned;
    }

    public ValueTask<IConnection> ConnectAsync(ServiceAddress address, CancellationToken cancellationToken) =>
        new(new CannedConnection(this));

    async Task AskAsync(Socket socket, string type, byte[] request)
    {
        await socket.SendAsync(request);
        var reader = new ResponseReader();
        using var bytes = new MemoryStream();
        int count;
        do
        {
            var room = reader.GetRoom();
            count = await socket.ReceiveAsync(room);
            bytes.Write(room.Span[..count]);
        }
        while (count > 0 && !reader.Advance(count));
        _answers[type] = bytes.ToArray();
    }
}
