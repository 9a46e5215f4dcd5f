using System.IO.Hashing;
using System.Text;
using StockSync.Engine.Sources.Baostock.Protocol;
using Xunit;

namespace StockSync.Tests.Sources;

public sealed class ResponseReaderTests
{
    const string Rows = """{"record":[["2026-09-30","1"]]}""";

    public static TheoryData<string> VectorNames => [.. ProtocolVector.Names];

    public static TheoryData<string> SmallAnswers => ["trade-dates", "stock-basic", "bars", "bars-unknown-field", "market-day", "captured-minute-bars"];

    [Theory]
    [MemberData(nameof(VectorNames))]
    public void Each_vector_decodes_to_its_text(string name)
    {
        var vector = ProtocolVector.Named(name);
        var (type, body) = AnswerBytes.Read(vector.Answer)!.Value;

        Assert.Equal(Encoding.ASCII.GetString(vector.Answer[8..10]), type);
        if (vector.Inflated is not null)
            Assert.Equal(vector.Inflated, body);
        if (!MessageType.IsCompressed(type))
            Assert.Contains(body + "\u0001", Encoding.UTF8.GetString(vector.Answer), StringComparison.Ordinal);
    }

    [Fact]
    public void The_smallest_capture_of_the_service_inflates_to_its_documented_text()
    {
        var (_, body) = AnswerBytes.Read(ProtocolVector.Named("captured-minute-bars").Answer)!.Value;

        Assert.Equal(1259, body.Length);
        Assert.StartsWith(
            "0\u0001success\u0001query_history_k_data_plus\u0001anonymous\u00011\u000110000\u0001{\"record\":[[\"2024-01-02\",\"20240102103000000\",\"sh.600000\",\"6.2070789300\",",
            body,
            StringComparison.Ordinal);
        Assert.EndsWith("\u00012024-01-02\u00012024-01-03\u000160\u00012", body, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(VectorNames))]
    public void The_cuts_between_segments_do_not_matter(string name)
    {
        byte[] answer = ProtocolVector.Named(name).Answer;
        var whole = AnswerBytes.Read(answer);

        Assert.Equal(whole, AnswerBytes.Read(answer, () => 1));
        for (int seed = 0; seed < 50; seed++)
        {
            var random = new Random(seed);
            Assert.Equal(whole, AnswerBytes.Read(answer, () => random.Next(1, 40)));
        }
    }

    [Theory]
    [MemberData(nameof(SmallAnswers))]
    public void An_answer_cut_off_anywhere_is_no_answer(string name)
    {
        byte[] answer = ProtocolVector.Named(name).Answer;
        for (int length = 0; length < answer.Length; length++)
            Assert.Null(AnswerBytes.Read(answer.AsSpan(0, length)));
    }

    [Theory]
    [MemberData(nameof(SmallAnswers))]
    public void A_damaged_byte_gives_an_error_or_the_same_text_never_another(string name)
    {
        byte[] answer = ProtocolVector.Named(name).Answer;
        string body = AnswerBytes.Read(answer)!.Value.Body;
        int accepted = 0;
        for (int at = 0; at < answer.Length; at++)
        {
            foreach (byte mask in (ReadOnlySpan<byte>)[1, 2, 4, 8, 16, 32, 64, 128, 255])
            {
                byte[] damaged = [.. answer];
                damaged[at] ^= mask;
                try
                {
                    if (AnswerBytes.Read(damaged) is not { } read)
                        continue;
                    Assert.Equal(body, read.Body);
                    accepted++;
                }
                catch (StockSyncException e)
                {
                    Assert.Equal(ErrorIds.SourceProtocol, e.ErrorId);
                }
            }
        }

        // A plain answer's checksum covers all of it; of a compressed one the version, the type's second character and the number are free.
        if (!MessageType.IsCompressed(Encoding.ASCII.GetString(answer[8..10])))
            Assert.Equal(0, accepted);
    }

    [Fact]
    public void Random_damage_never_gives_another_text()
    {
        byte[] answer = ProtocolVector.Named("bars").Answer;
        string body = ProtocolVector.Named("bars").Inflated!;
        for (int seed = 0; seed < 5000; seed++)
        {
            var random = new Random(seed);
            byte[] damaged = [.. answer];
            for (int i = random.Next(2, 20); i > 0; i--)
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            try
            {
                if (AnswerBytes.Read(damaged, () => random.Next(1, 300)) is { } read)
                    Assert.Equal(body, read.Body);
            }
            catch (StockSyncException e)
            {
                Assert.Equal(ErrorIds.SourceProtocol, e.ErrorId);
            }
        }
    }

    [Theory]
    [InlineData("HTTP/1.1 400 Bad Request\r\n\r\n")]
    [InlineData("00.9.0a\u000134\u00010000000185")]
    [InlineData("00,9.00\u000134\u00010000000185")]
    [InlineData("00.9.00 34\u00010000000185")]
    [InlineData("00.9.00\u00019d\u00010000000185")]
    [InlineData("00.9.00\u00013-\u00010000000185")]
    [InlineData("00.9.00\u000134\u0001-000000185")]
    [InlineData("00.9.00\u000134\u0001       185")]
    public void A_malformed_header_is_refused_as_soon_as_it_is_there(string header) =>
        Assert.Equal(ProtocolFault.Header, AnswerBytes.FaultOf(() => AnswerBytes.Read(Encoding.UTF8.GetBytes(header))));

    [Theory]
    [InlineData("34", 16777217L)]
    [InlineData("96", 16777217L)]
    [InlineData("96", 4294967296L)]
    [InlineData("99", 9999999999L)]
    public void A_length_above_the_limit_is_refused_before_anything_is_allocated(string type, long length)
    {
        byte[] header = Encoding.UTF8.GetBytes($"00.9.00\u0001{type}\u0001{length:D10}");
        long before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Equal(ProtocolFault.Length, AnswerBytes.FaultOf(() => AnswerBytes.Read(header)));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void An_answer_without_end_is_refused_once_it_is_longer_than_announced()
    {
        byte[] endless = [.. "00.9.00\u000134\u00010000000100"u8, .. Enumerable.Repeat((byte)'x', 1000)];

        Assert.Equal(ProtocolFault.Length, AnswerBytes.FaultOf(() => AnswerBytes.Read(endless, () => 100)));
    }

    [Fact]
    public void The_length_of_a_plain_answer_counts_characters()
    {
        const string Body = "0\u0001success\u0001成润科技𠮷";

        Assert.Equal(Body, AnswerBytes.Read(ServiceFrame.PlainBody("46", Body))!.Value.Body);
        int bytes = Encoding.UTF8.GetByteCount(Body);
        Assert.Equal(ProtocolFault.Length, AnswerBytes.FaultOf(() => AnswerBytes.Read(ServiceFrame.PlainBody("46", Body, bytes))));
    }

    [Theory]
    [InlineData("\u00014242424242\n<![CDATA[]]>\n")]
    [InlineData("\u00010<![CDATA[]]>\n")]
    public void The_trailer_of_a_compressed_answer_may_lack_its_line_feed(string trailer)
    {
        byte[] zlib = ServiceFrame.Zlib(Encoding.UTF8.GetBytes(Rows));
        byte[] answer = ServiceFrame.CompressedBody("99", zlib, trailer: trailer);

        Assert.Equal(Rows, AnswerBytes.Read(answer)!.Value.Body);
        Assert.Equal(Rows, AnswerBytes.Read(answer, () => 1)!.Value.Body);
    }

    [Theory]
    [InlineData("4242\n<![CDATA[]]>\n", ProtocolFault.Trailer)]
    [InlineData("\u0001\n<![CDATA[]]>\n", ProtocolFault.Trailer)]
    [InlineData("\u0001123456789012345678901\n<![CDATA[]]>\n", ProtocolFault.Trailer)]
    [InlineData("\u00014242\n\n<![CDATA[]]>\n", ProtocolFault.EndMark)]
    [InlineData("\u00014242x<![CDATA[]]>\n", ProtocolFault.EndMark)]
    [InlineData("\u00014242\n<![CDATA[]]>\n0", ProtocolFault.UnaskedBytes)]
    public void A_malformed_trailer_of_a_compressed_answer_is_refused(string trailer, object fault)
    {
        byte[] zlib = ServiceFrame.Zlib(Encoding.UTF8.GetBytes(Rows));

        Assert.Equal(fault, AnswerBytes.FaultOf(() => AnswerBytes.Read(ServiceFrame.CompressedBody("99", zlib, trailer: trailer))));
    }

    [Fact]
    public void The_end_mark_inside_compressed_data_ends_nothing()
    {
        // Stored, not deflated: the text stands in the frame as it is.
        byte[] text = "a<![CDATA[]]>\nb\u00011<![CDATA[]]>\n"u8.ToArray();
        byte[] zlib = ServiceFrame.ZlibOf([1, (byte)text.Length, 0, (byte)~text.Length, 255, .. text], text);
        byte[] answer = ServiceFrame.CompressedBody("99", zlib);

        Assert.Equal(Encoding.UTF8.GetString(text), AnswerBytes.Read(answer, () => 1)!.Value.Body);
    }

    [Theory]
    [InlineData("<![CDATA[]]>\n")]
    [InlineData("\u0001<![CDATA[]]>\n")]
    [InlineData("\u0001+5<![CDATA[]]>\n")]
    [InlineData("\u000112345678901<![CDATA[]]>\n")]
    [InlineData("\u0001five<![CDATA[]]>\n")]
    public void A_plain_answer_without_a_checksum_is_refused(string trailer) =>
        Assert.Equal(ProtocolFault.Trailer, AnswerBytes.FaultOf(
            () => AnswerBytes.Read(Encoding.UTF8.GetBytes("00.9.00\u000134\u00010000000001x" + trailer))));

    [Fact]
    public void Two_answers_at_once_are_refused()
    {
        byte[] answer = ProtocolVector.Named("trade-dates").Answer;

        Assert.Equal(ProtocolFault.UnaskedBytes, AnswerBytes.FaultOf(() => AnswerBytes.Read([.. answer, .. answer])));
    }

    [Theory]
    [InlineData(new byte[] { 0xC3, 0x28 })]
    [InlineData(new byte[] { 0xED, 0xA0, 0x80 })]
    [InlineData(new byte[] { 0xC0, 0xAF })]
    [InlineData(new byte[] { 0xFF })]
    public void Text_that_is_not_utf8_is_refused(byte[] text)
    {
        Assert.Equal(ProtocolFault.Encoding, AnswerBytes.FaultOf(
            () => AnswerBytes.Read(ServiceFrame.CompressedBody("99", ServiceFrame.Zlib(text)))));

        byte[] frame = [.. "00.9.00\u000134\u00010000000001"u8, .. text];
        byte[] plain = [.. frame, .. Encoding.ASCII.GetBytes($"\u0001{Crc32.HashToUInt32(frame)}<![CDATA[]]>\n")];
        Assert.Equal(ProtocolFault.Encoding, AnswerBytes.FaultOf(() => AnswerBytes.Read(plain)));
    }

    [Fact]
    public void A_reader_reads_one_answer_after_another()
    {
        var reader = new ResponseReader();
        foreach (string name in ProtocolVector.Names)
        {
            reader.Reset();
            Assert.True(AnswerBytes.Feed(reader, ProtocolVector.Named(name).Answer));
            Assert.Equal(ProtocolVector.Named(name).Answer.Length, reader.Received);
        }
    }
}
