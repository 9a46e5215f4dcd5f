namespace StockSync.MarketServer;

/// <summary>Frames broken on their way.</summary>
static class ByteFaults
{
    public static byte[] BadCrc(AnswerFrame frame) => frame.ToBadBytes();

    // The lowest bit of a byte: text stays text and zlib's own checksum finds it.
    public static byte[] FlippedBit(AnswerFrame frame)
    {
        var bytes = frame.ToBytes();
        bytes[21 + frame.Body.Length / 2] ^= 1;
        return bytes;
    }

    public static byte[] TruncatedZlib(AnswerFrame frame) => frame.IsCompressed
        ? AnswerFrame.OfStream(frame.Type, frame.Body[..(frame.Body.Length / 2)]).ToBytes()
        : Head(frame, 0.5);

    public static byte[] Head(AnswerFrame frame, int count) => frame.ToBytes() is var bytes && count < bytes.Length ? bytes[..count] : bytes;

    public static byte[] Head(AnswerFrame frame, double share) =>
        frame.ToBytes() is var bytes ? bytes[..(int)(bytes.Length * Math.Clamp(share, 0, 1))] : bytes;
}
