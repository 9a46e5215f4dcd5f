namespace StockSync.Engine.Sources.Baostock.Protocol;

/// <summary>The checksum at the end of a zlib stream (RFC 1950).</summary>
static class Adler32
{
    const uint Modulus = 65521;

    /// <summary>Most bytes whose sums fit 32 bits without a remainder taken.</summary>
    const int Block = 5552;

    public static uint Compute(ReadOnlySpan<byte> bytes)
    {
        uint a = 1, b = 0;
        while (!bytes.IsEmpty)
        {
            var block = bytes[..Math.Min(Block, bytes.Length)];
            foreach (byte value in block)
            {
                a += value;
                b += a;
            }
            a %= Modulus;
            b %= Modulus;
            bytes = bytes[block.Length..];
        }
        return (b << 16) | a;
    }
}
