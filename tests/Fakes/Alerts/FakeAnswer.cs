namespace StockSync.Tests.Fakes.Alerts;

/// <summary>What a fake server does with a request.</summary>
sealed record FakeAnswer(int Status, string Body = "", string Headers = "")
{
    /// <summary>Never answers.</summary>
    public static readonly FakeAnswer Hang = new(-1);

    /// <summary>Resets the connection.</summary>
    public static readonly FakeAnswer Reset = new(-2);

    /// <summary>Begins to answer and stops in the middle.</summary>
    public static readonly FakeAnswer Stall = new(-3);

    /// <summary>Sends without end.</summary>
    public static readonly FakeAnswer Endless = new(-4);

    public static FakeAnswer Ok(string body) => new(200, body);
}
