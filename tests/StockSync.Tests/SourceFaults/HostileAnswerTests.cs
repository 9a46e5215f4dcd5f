using System.Globalization;
using System.IO.Compression;
using System.Text;
using StockSync.Engine.Sources.Baostock.Protocol;
using StockSync.Engine.Stores.Sql;
using StockSync.MarketServer;
using StockSync.Rig;
using StockSync.Tests.Crash;
using StockSync.Tests.EndToEnd;
using StockSync.Tests.Soak;
using StockSync.Tests.Sources;
using Xunit;
using Xunit.Abstractions;

namespace StockSync.Tests.SourceFaults;

/// <summary>Answers made to exhaust whoever reads them. Measured from outside, in a process of its own: garbage and native memory count too.</summary>
public class HostileAnswerTests(ITestOutputHelper output)
{
    const long MostExtra = 128L << 20;
    const int Largest = Wire.MaxInflated - 1000;

    static readonly DateOnly s_from = new(2024, 1, 2);
    static readonly DateOnly s_to = new(2024, 1, 31);

    [Fact]
    public async Task No_answer_costs_more_than_128_MiB_beyond_what_a_sound_one_costs()
    {
        using var report = new FaultReport("F6", "answers made to exhaust memory");
        Func<byte[]>[] hostile =
        [
            // A thousand to one, and as much as passes for text.
            () => ServiceFrame.CompressedBody("99", ServiceFrame.Zlib(new byte[256 << 20])),
            () => ServiceFrame.CompressedBody("99", Repeated(Digits(100_000), 2 * Wire.MaxInflated)),
            // Just below the limit of an inflated answer, and sound but for what it says: too many rows, fields, slots, a field too long.
            () => ServiceFrame.CompressedBody("99", Table(Rows(1000))),
            () => ServiceFrame.CompressedBody("99", Table($"[\"{string.Join("\",\"", Digits(1_000_000).Select(d => (char)d))}\"],")),
            () => ServiceFrame.CompressedBody("99", Table($"[\"{Encoding.ASCII.GetString(Digits(1 << 20))}\"],")),
            () => ServiceFrame.CompressedBody("99", Repeated([.. Digits(100_000).SelectMany(d => new[] { d, Wire.Separator })], Largest)),
            // Lengths that are not true, and ends that do not come.
            () => Encoding.ASCII.GetBytes("00.9.00\u000199\u00019999999999"),
            () => Endless("99", Wire.MaxPayload),
            () => Endless("36", Wire.MaxPayload),
        ];
        long sound = await RunAsync([]);
        long peak = await RunAsync(hostile);
        output.WriteLine($"{sound >> 20} MiB without, {peak >> 20} MiB with {hostile.Length} hostile answers");
        Assert.InRange(peak - sound, 0, MostExtra);
        report.Right(hostile.Length);
    }

    static async Task<long> RunAsync(Func<byte[]>[] hostile)
    {
        await using var rig = await EngineRig.StartAsync(new MadeUpMarket(seed: 97, stocks: 20, s_from, s_to));
        var days = rig.Market.TradingDays(s_from, s_to).ToList();
        for (int i = 0; i < hostile.Length; i++)
            rig.Service.Faults.Add(new Fault("98", FaultAction.Instead(hostile[i])) { From = days[i] });
        using var process = RigProcess.Start(
        [
            "--database", rig.Settings.Database!,
            "--endpoint", rig.Service.Endpoint.ToString(),
            "--from", s_from.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            "--to", s_to.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            "--shape", nameof(RequestShape.MarketDay),
        ]);
        var run = await process.EndAsync();
        Assert.True(run.ExitCode == RigExit.Complete, run.ToString());
        Assert.Equal(hostile.Length, rig.Service.Log.Entries.Count(e => e.Fault is not null));
        await TruthChecker.AssertEqualAsync(rig, s_from, s_to);
        return run.Peak;
    }

    // More and more data, and never an end mark.
    static byte[] Endless(string type, int length) =>
        [.. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"00.9.00\u0001{type}\u0001{length:D10}")), .. Digits(40 << 20)];

    static string Rows(int count) => string.Concat(Enumerable.Range(0, count).Select(i =>
        SessionRig.Row(s_from, $"sh.{600_000 + i}").Replace("596194731", Encoding.ASCII.GetString(Digits(9)), StringComparison.Ordinal) + ","));

    static byte[] Table(string rows) => Repeated(
        Encoding.ASCII.GetBytes(rows), Largest, "0\u0001success\u0001query_daily_history_k_AStock\u0001anonymous\u0001{\"record\":["u8.ToArray());

    // Bytes that shrink to half, not to a hundredth, the same each time.
    static byte[] Digits(int length)
    {
        var random = new Random(length);
        var bytes = new byte[length];
        for (int i = 0; i < length; i++)
            bytes[i] = (byte)random.Next('0', '9' + 1);
        return bytes;
    }

    static byte[] Repeated(byte[] piece, int length, byte[]? head = null)
    {
        using var target = new MemoryStream();
        using (var zlib = new ZLibStream(target, CompressionLevel.Fastest, leaveOpen: true))
        {
            zlib.Write(head ?? []);
            for (int written = head?.Length ?? 0; written + piece.Length <= length; written += piece.Length)
                zlib.Write(piece);
        }
        return target.ToArray();
    }
}
