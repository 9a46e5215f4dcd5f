using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;
using StockSync.Benchmarks.Harness;

namespace StockSync.Benchmarks.Children;

/// <summary>Reads one stock of a SQLite file again and again, over a new connection each time.</summary>
static class ReaderLoop
{
    static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(5);

    /// <summary>Until standard input ends. The first line ends the part that counts as writing.</summary>
    public static async Task RunAsync(string file)
    {
        ReadOnce(file);
        Console.Out.WriteLine("ready");
        var rest = Task.Run(Console.In.ReadLine);
        var during = await ReadUntilAsync(file, rest);
        var end = Task.Run(Console.In.ReadLine);
        var quiet = await ReadUntilAsync(file, end);
        var spread = Spread.Of(during);
        Console.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{during.Count} {spread.Median:R} {spread.Max:R} {Spread.Of(quiet).Max:R}"));
    }

    static async Task<List<double>> ReadUntilAsync(string file, Task end)
    {
        var seconds = new List<double>();
        do
        {
            long start = Stopwatch.GetTimestamp();
            ReadOnce(file);
            seconds.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
            await Task.Delay(s_pause);
        }
        while (!end.IsCompleted);
        return seconds;
    }

    static void ReadOnce(string file)
    {
        using var connection = new SqliteConnection($"Data Source={file};Mode=ReadOnly;Pooling=false");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "select count(*), sum(close_price) from daily_stock_data where stock_code = '600000'";
        using var reader = command.ExecuteReader();
        reader.Read();
    }
}
