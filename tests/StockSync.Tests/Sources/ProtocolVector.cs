using System.Text;

namespace StockSync.Tests.Sources;

/// <summary>One exchange of <c>ProtocolVectors.txt</c>.</summary>
/// <param name="Request">The request's bytes.</param>
/// <param name="Answer">The answer's bytes.</param>
/// <param name="Inflated">The body of a compressed answer, where the vectors give it in full.</param>
sealed record ProtocolVector(byte[] Request, byte[] Answer, string? Inflated)
{
    static readonly Lazy<Dictionary<string, ProtocolVector>> s_all = new(Load);

    public static IEnumerable<string> Names => s_all.Value.Keys;

    public static ProtocolVector Named(string name) => s_all.Value[name];

    static Dictionary<string, ProtocolVector> Load()
    {
        using var stream = typeof(ProtocolVector).Assembly.GetManifestResourceStream("ProtocolVectors.txt")!;
        using var reader = new StreamReader(stream);
        var all = new Dictionary<string, ProtocolVector>();
        string name = "";
        byte[] request = [];
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith("# ", StringComparison.Ordinal))
                name = line[2..];
            else if (line.StartsWith(">> ", StringComparison.Ordinal))
                request = Unescape(line[3..]);
            else if (line.StartsWith("<< hex ", StringComparison.Ordinal))
                all[name] = new ProtocolVector(request, Convert.FromHexString(line[7..]), null);
            else if (line.StartsWith("<< ", StringComparison.Ordinal))
                all[name] = new ProtocolVector(request, Unescape(line[3..]), null);
            else if (line.StartsWith("inflated: ", StringComparison.Ordinal))
                all[name] = all[name] with { Inflated = Encoding.UTF8.GetString(Unescape(line[10..])) };
        }
        return all;
    }

    static byte[] Unescape(string text) =>
        Encoding.UTF8.GetBytes(text.Replace(@"\x01", "\u0001", StringComparison.Ordinal).Replace(@"\n", "\n", StringComparison.Ordinal));
}
