namespace StockSync.Tests.DatabaseFaults;

/// <summary>Harm done to a file at a place that a seed chooses.</summary>
/// <param name="Hits">Bytes that have a turned bit; 0 where the file was cut off.</param>
/// <param name="Story">What was done, for the message of a failed assertion.</param>
sealed record Damage(int Hits, string Story)
{
    /// <summary>Cuts the file off, or turns a bit in some bytes.</summary>
    public static Damage Do(string path, int seed, int mostBytes)
    {
        var random = new Random(seed);
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
        if (random.Next(3) == 0)
        {
            long length = random.NextInt64(1, file.Length);
            file.SetLength(length);
            return new Damage(0, $"seed {seed}: cut off at {length}");
        }
        var places = Enumerable.Range(0, random.Next(1, mostBytes + 1)).Select(_ => random.NextInt64(file.Length)).Distinct().ToArray();
        foreach (long place in places)
        {
            file.Position = place;
            int value = file.ReadByte();
            file.Position = place;
            file.WriteByte((byte)(value ^ (1 << random.Next(8))));
        }
        return new Damage(places.Length, $"seed {seed}: a bit turned at {string.Join(", ", places)}");
    }

    public override string ToString() => Story;
}
