using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using StockSync.MarketServer;
using Xunit;

namespace StockSync.Tests.MarketServer;

/// <summary>A client that knows nothing but frames, written apart from both the service and the product.</summary>
sealed class WireClient : IDisposable
{
    public const string BarFields = "date,code,open,high,low,close,preclose,volume,amount,adjustflag,turn,tradestatus,pctChg,isST";

    static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    readonly Socket _socket;
    readonly byte[] _buffer = new byte[16384];
    int _at;
    int _filled;

    WireClient(Socket socket) => _socket = socket;

    public static Task<WireClient> ConnectAsync(MarketService service) => ConnectAsync(service.Endpoint);

    public static async Task<WireClient> ConnectAsync(IPEndPoint endpoint)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(endpoint);
        return new WireClient(socket);
    }

    public static async Task<WireClient> LoginAsync(MarketService service)
    {
        var client = await ConnectAsync(service);
        Assert.Equal("0", (await client.AskAsync("00", "login", "anonymous", "123456", "0")).Code);
        return client;
    }

    public static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ (0xEDB88320 & (0 - (crc & 1)));
        }
        return ~crc;
    }

    public static string Request(string type, params string[] fields)
    {
        var body = string.Join('\u0001', fields);
        var frame = $"00.9.40\u0001{type}\u0001{body.Length:D10}{body}";
        return $"{frame}\u0001{Crc(Encoding.UTF8.GetBytes(frame))}\n";
    }

    public Task<WireAnswer> AskAsync(string type, params string[] fields) => AskRawAsync(Request(type, fields));

    public Task<WireAnswer> TradeDatesAsync(string from, string to) =>
        AskAsync("33", "query_trade_dates", "anonymous", "1", "2000", from, to);

    public Task<WireAnswer> AllStockAsync(string day) => AskAsync("35", "query_all_stock", "anonymous", "1", "10000", day);

    public Task<WireAnswer> StockBasicAsync(string code = "", string name = "") =>
        AskAsync("45", "query_stock_basic", "anonymous", "1", "10000", code, name);

    public Task<WireAnswer> BarsAsync(string code, string from, string to, string fields = BarFields, string flag = "3", int page = 1, int size = 10000) =>
        AskAsync("95", "query_history_k_data_plus", "anonymous", $"{page}", $"{size}", code, fields, from, to, "d", flag);

    public Task<WireAnswer> MarketDayAsync(string day) => AskAsync("98", "query_daily_history_k_AStock", "anonymous", day);

    public async Task<WireAnswer> AskRawAsync(string request)
    {
        await SendAsync(request);
        return await ReadAsync();
    }

    public async Task SendAsync(string request) => await _socket.SendAsync(Encoding.UTF8.GetBytes(request));

    public async Task<WireAnswer> ReadAsync()
    {
        var header = await ExactlyAsync(21);
        var text = Encoding.ASCII.GetString(header);
        if (!WireAnswer.IsCompressed(text[8..10]))
            return WireAnswer.Plain([.. header, .. await ToEndMarkAsync()]);
        var stream = await ExactlyAsync(int.Parse(text[11..], CultureInfo.InvariantCulture));
        return WireAnswer.Compressed(text, stream, Encoding.ASCII.GetString(await ToEndMarkAsync()));
    }

    /// <summary>All bytes up to the end of the stream.</summary>
    public async Task<byte[]> ToEndAsync()
    {
        var bytes = new List<byte>();
        while (await NextAsync() is { } next)
            bytes.Add(next);
        return [.. bytes];
    }

    public void Dispose() => _socket.Dispose();

    async Task<byte[]> ExactlyAsync(int count)
    {
        var bytes = new byte[count];
        for (var i = 0; i < count; i++)
            bytes[i] = await NextAsync() ?? throw new EndOfStreamException();
        return bytes;
    }

    async Task<byte[]> ToEndMarkAsync()
    {
        var end = "<![CDATA[]]>\n"u8.ToArray();
        var bytes = new List<byte>();
        while (bytes.Count < end.Length || !bytes.GetRange(bytes.Count - end.Length, end.Length).SequenceEqual(end))
            bytes.Add(await NextAsync() ?? throw new EndOfStreamException());
        return [.. bytes];
    }

    async ValueTask<byte?> NextAsync()
    {
        if (_at == _filled)
        {
            using var patience = new CancellationTokenSource(s_patience);
            (_at, _filled) = (0, await _socket.ReceiveAsync(_buffer, SocketFlags.None, patience.Token));
            if (_filled == 0)
                return null;
        }
        return _buffer[_at++];
    }
}
