using System.Text;
using StockSync.Engine.Sources.Baostock.Protocol;
using StockSync.Engine.Sources.Contract;
using StockSync.Engine.Stores.Sql;
using StockSync.Tests.Sources;

namespace StockSync.Tests.SourceFaults;

/// <summary>A question, the service's answer to it, and what is read out of the answer, a text for each row.</summary>
/// <param name="Name">For messages.</param>
/// <param name="Answer">The answer's bytes.</param>
/// <param name="Ask">Asks and returns what was read; rows that were set aside are null.</param>
sealed record Exchange(string Name, byte[] Answer, Func<IBarSession, Task<IReadOnlyList<string?>>> Ask)
{
    /// <summary>True where zlib's checksum is all that guards the answer.</summary>
    public bool IsCompressed => MessageType.IsCompressed(Encoding.ASCII.GetString(Answer.AsSpan(8, 2)));

    /// <summary>What the sound answer holds.</summary>
    public IReadOnlySet<string> Truth { get; private init; } = new HashSet<string>();

    /// <summary>An exchange whose answer is written by <paramref name="script"/>, or the recorded one.</summary>
    public static async Task<Exchange> CreateAsync(
        string name, Func<byte[], byte[]> script, Func<IBarSession, Task<IReadOnlyList<string?>>> ask)
    {
        byte[] answer = [];
        var session = await new SessionRig(request => answer = script(request)).OpenAsync();
        var truth = (await ask(session)).OfType<string>().ToHashSet();
        return new Exchange(name, answer, ask) { Truth = truth };
    }

    /// <summary>
    /// Reads these bytes as the answer, through the product's session. Null where they are refused or hold the true rows alone, as many as
    /// there are; else what is wrong.
    /// </summary>
    /// <exception cref="InvalidOperationException">The session waits, although the connection has ended.</exception>
    public string? Judge(byte[] bytes) => Judge(_ => bytes);

    /// <summary>The same for an answer that is written when the request is there.</summary>
    public string? Judge(Func<byte[], byte[]> script)
    {
        SessionRig rig = null!;
        rig = new SessionRig(request =>
        {
            rig.Connection.Ends = true;
            return script(request);
        });
        // Nothing here ever waits, so a task that is not complete would never be.
        var opening = rig.OpenAsync();
        var asking = opening.IsCompletedSuccessfully ? Ask(opening.Result) : throw new InvalidOperationException("The login waits.");
        if (!asking.IsCompleted)
            throw new InvalidOperationException("The session waits for more.");
        try
        {
            var rows = asking.GetAwaiter().GetResult();
            if (rows.FirstOrDefault(r => r is not null && !Truth.Contains(r)) is { } wrong)
                return $"{Name}: {wrong}, published {Nearest(wrong)}";
            return rows.Count == Truth.Count ? null : $"{Name}: {rows.Count} rows of {Truth.Count}";
        }
        catch (StockSyncException)
        {
            return null;
        }
    }

    string? Nearest(string wrong) => Truth.MaxBy(t => t.Zip(wrong).TakeWhile(p => p.First == p.Second).Count());
}
