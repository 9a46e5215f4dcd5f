using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace StockSync.Rig;

/// <summary>A digest of codes and dates, to compare what processes in different time zones read.</summary>
public static class BarDigest
{
    public static async Task<string> OfAsync(IAsyncEnumerable<Bar> bars)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        int count = 0;
        await foreach (var bar in bars)
        {
            hash.AppendData(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{bar.Code} {bar.Date:O}\n")));
            count++;
        }
        return $"{count} {Convert.ToHexString(hash.GetHashAndReset())}";
    }
}
