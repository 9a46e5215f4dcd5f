using System.Diagnostics;
using System.Text.Json;
using StockSync.MarketServer;

namespace StockSync.Benchmarks.Harness;

/// <summary>The market server as a process of its own: it takes nothing of the client's but its share of the machine.</summary>
sealed class MarketProcess : IAsyncDisposable
{
    readonly Process _process;
    readonly string _log;
    long _mark;

    MarketProcess(Process process, string log, string endpoint)
    {
        _process = process;
        _log = log;
        Endpoint = endpoint;
    }

    public string Endpoint { get; }

    /// <summary>A made-up market that keeps its answers, so that all but the first asking find them made.</summary>
    public static Task<MarketProcess> MadeUpAsync(
        Bench bench, int stocks, DateOnly from, DateOnly to, params IEnumerable<string> more) => StartAsync(
        bench, ["--stocks", $"{stocks}", "--from", $"{from:yyyy-MM-dd}", "--to", $"{to:yyyy-MM-dd}", "--keep-answers", .. more]);

    /// <summary>Any market; the options are the program's own.</summary>
    public static async Task<MarketProcess> StartAsync(Bench bench, params IEnumerable<string> options)
    {
        string log = bench.NewPath(".log");
        string program = Path.Combine(AppContext.BaseDirectory, "StockSync.MarketServer.dll");
        // It ends with its standard input, that is with this process, whatever becomes of it.
        var start = new ProcessStartInfo(
            Environment.ProcessPath!, [program, "--stop-with-stdin", "--log", log, "--quota", "2000000000", .. options])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        var process = Process.Start(start)!;
        const string ready = "listening on ";
        string? line = await process.StandardOutput.ReadLineAsync();
        if (line is null || !line.StartsWith(ready, StringComparison.Ordinal))
            throw new InvalidOperationException($"The market server did not start: {line}");
        return new MarketProcess(process, log, line[ready.Length..]);
    }

    /// <summary>Requests since the last call, by message type.</summary>
    public async Task<IReadOnlyDictionary<string, int>> CountAsync() =>
        (await RequestsAsync()).CountBy(request => request.Type).ToDictionary();

    /// <summary>Requests since the last call, in their order.</summary>
    public async Task<IReadOnlyList<RequestLogEntry>> RequestsAsync()
    {
        await using var file = new FileStream(_log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        file.Position = _mark;
        using var reader = new StreamReader(file);
        var requests = new List<RequestLogEntry>();
        while (await reader.ReadLineAsync() is { } line)
            requests.Add(JsonSerializer.Deserialize<RequestLogEntry>(line, JsonSerializerOptions.Web)!);
        _mark = file.Length;
        return requests;
    }

    /// <summary>Requests for bars since the last call of any of these, whatever their shape.</summary>
    public async Task<int> CountBarsAsync()
    {
        var counts = await CountAsync();
        return counts.GetValueOrDefault(BarTypes.MarketDay) + counts.GetValueOrDefault(BarTypes.StockRange);
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
