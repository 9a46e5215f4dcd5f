using System.IO.Compression;
using System.Text;
using StockSync.Engine.Sources.Baostock.Protocol;
using Xunit;

namespace StockSync.Tests.Sources;

public sealed class ZlibInflaterTests
{
    public static TheoryData<int, CompressionLevel> Sizes => new()
    {
        { 1, CompressionLevel.Optimal },
        { 300, CompressionLevel.NoCompression },
        { 300, CompressionLevel.Fastest },
        { 4096, CompressionLevel.Optimal },
        { 8191, CompressionLevel.Fastest },
        { 65_535, CompressionLevel.NoCompression },
        { 65_536, CompressionLevel.Optimal },
        { 65_537, CompressionLevel.NoCompression },
        { 1_000_000, CompressionLevel.Fastest },
        { 1_000_000, CompressionLevel.SmallestSize },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void What_was_deflated_comes_back(int size, CompressionLevel level)
    {
        byte[] text = Text(size);

        Assert.Equal(text, Inflate(ServiceFrame.Zlib(text, level)));
    }

    [Fact]
    public void Nothing_deflated_is_nothing() => Assert.Empty(Inflate(ServiceFrame.ZlibOf([3, 0], [])));

    [Theory]
    [InlineData(CompressionLevel.NoCompression)]
    [InlineData(CompressionLevel.Fastest)]
    [InlineData(CompressionLevel.SmallestSize)]
    public void A_stream_cut_off_at_any_byte_is_refused_even_with_a_right_checksum(CompressionLevel level)
    {
        byte[] text = Text(700);
        byte[] zlib = ServiceFrame.Zlib(text, level);
        byte[] deflate = zlib[2..^4];

        for (int length = 0; length < zlib.Length; length++)
            AnswerBytes.FaultOf(() => Inflate(zlib[..length]));
        for (int length = 0; length < deflate.Length; length++)
        {
            byte[] partial = Partial(deflate[..length]);
            Assert.Equal(ProtocolFault.Zlib, AnswerBytes.FaultOf(() => Inflate(ServiceFrame.ZlibOf(deflate[..length], partial))));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(9000)]
    public void A_stream_that_ends_before_its_checksum_is_refused(int surplus)
    {
        byte[] text = Text(700);
        byte[] deflate = ServiceFrame.Zlib(text)[2..^4];

        byte[] zlib = ServiceFrame.ZlibOf([.. deflate, .. new byte[surplus]], text);

        Assert.Equal(ProtocolFault.Zlib, AnswerBytes.FaultOf(() => Inflate(zlib)));
    }

    [Fact]
    public void A_wrong_checksum_is_refused()
    {
        byte[] zlib = ServiceFrame.Zlib(Text(700));
        zlib[^1] ^= 1;

        Assert.Equal(ProtocolFault.ZlibChecksum, AnswerBytes.FaultOf(() => Inflate(zlib)));
    }

    [Theory]
    [InlineData(0x79, 0x01)]
    [InlineData(0x78, 0x02)]
    [InlineData(0x88, 0x1C)]
    [InlineData(0x78, 0x20)]
    [InlineData(0x1F, 0x8B)]
    public void A_header_of_another_kind_is_refused(byte first, byte second)
    {
        byte[] zlib = ServiceFrame.Zlib(Text(700));
        (zlib[0], zlib[1]) = (first, second);

        Assert.Equal(ProtocolFault.Zlib, AnswerBytes.FaultOf(() => Inflate(zlib)));
    }

    [Fact]
    public void A_bomb_is_stopped_long_before_it_has_grown()
    {
        byte[] bomb = ServiceFrame.Zlib(new byte[256 << 20], CompressionLevel.Optimal);
        long before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Equal(ProtocolFault.ZlibSize, AnswerBytes.FaultOf(() => Inflate(bomb)));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 160L << 20);
    }

    [Fact]
    public void The_checksum_is_that_of_the_specification()
    {
        Assert.Equal(1u, Adler32.Compute([]));
        Assert.Equal(0x11E60398u, Adler32.Compute("Wikipedia"u8));
    }

    static byte[] Inflate(byte[] zlib) => new ZlibInflater().Inflate(zlib).ToArray();

    /// <summary>What the base library gets out of a truncated stream without a word.</summary>
    static byte[] Partial(byte[] deflate)
    {
        using var stream = new DeflateStream(new MemoryStream(deflate), CompressionMode.Decompress);
        using var target = new MemoryStream();
        try
        {
            stream.CopyTo(target);
        }
        catch (InvalidDataException)
        {
        }
        return target.ToArray();
    }

    static byte[] Text(int size)
    {
        var random = new Random(size);
        var text = new StringBuilder();
        while (text.Length < size)
            text.Append(random.Next(1000)).Append(".0000\",\"");
        return Encoding.ASCII.GetBytes(text.ToString(0, size));
    }
}
