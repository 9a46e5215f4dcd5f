namespace StockSync.Tests.SourceFaults;

/// <summary>Damages an answer in one of the ways a line, a proxy or a broken service might.</summary>
static class Mutator
{
    /// <summary>A damaged copy; the same for the same random numbers.</summary>
    /// <param name="random">Decides.</param>
    /// <param name="answer">The sound answer.</param>
    /// <param name="other">Another sound answer, to be spliced in.</param>
    public static byte[] Damage(Random random, byte[] answer, byte[] other) => random.Next(10) switch
    {
        0 or 1 or 2 => Flip(random, answer, 1),
        3 => Flip(random, answer, random.Next(2, 9)),
        4 => Overwrite(random, answer),
        5 => answer[..random.Next(answer.Length)],
        6 => Cut(random, answer),
        7 => Repeat(random, answer),
        8 => Swap(random, answer),
        _ => Splice(random, answer, other),
    };

    static byte[] Flip(Random random, byte[] answer, int bits)
    {
        byte[] damaged = [.. answer];
        for (; bits > 0; bits--)
            damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
        return damaged;
    }

    static byte[] Overwrite(Random random, byte[] answer)
    {
        byte[] damaged = [.. answer];
        int from = random.Next(damaged.Length);
        random.NextBytes(damaged.AsSpan(from, random.Next(1, Math.Min(33, damaged.Length - from + 1))));
        return damaged;
    }

    static byte[] Cut(Random random, byte[] answer)
    {
        var (from, to) = Span(random, answer);
        return [.. answer[..from], .. answer[to..]];
    }

    static byte[] Repeat(Random random, byte[] answer)
    {
        var (from, to) = Span(random, answer);
        return [.. answer[..to], .. answer[from..]];
    }

    // Two stretches of one length change places.
    static byte[] Swap(Random random, byte[] answer)
    {
        byte[] damaged = [.. answer];
        int length = random.Next(1, Math.Min(33, answer.Length / 3));
        int first = random.Next(answer.Length - 2 * length);
        int second = random.Next(first + length, answer.Length - length + 1);
        answer.AsSpan(first, length).CopyTo(damaged.AsSpan(second));
        answer.AsSpan(second, length).CopyTo(damaged.AsSpan(first));
        return damaged;
    }

    // The head of one and the tail of the other, sometimes at the same place: two answers that a proxy has mixed up.
    static byte[] Splice(Random random, byte[] answer, byte[] other)
    {
        int from = random.Next(answer.Length);
        int to = random.Next(2) == 0 ? Math.Min(from, other.Length) : random.Next(other.Length);
        return [.. answer[..from], .. other[to..]];
    }

    static (int From, int To) Span(Random random, byte[] answer)
    {
        int from = random.Next(answer.Length);
        return (from, random.Next(from + 1, Math.Min(from + 65, answer.Length) + 1));
    }
}
