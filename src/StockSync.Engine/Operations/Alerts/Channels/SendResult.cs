namespace StockSync.Engine.Operations.Alerts.Channels;

/// <summary>What became of a message, and why.</summary>
/// <param name="Verdict">Whether it is worth trying again.</param>
/// <param name="Error">What the channel said; not yet free of secrets.</param>
/// <param name="Wait">How long the channel wants to be left alone; null where it did not say.</param>
sealed record SendResult(SendVerdict Verdict, string? Error = null, TimeSpan? Wait = null)
{
    public static readonly SendResult Accepted = new(SendVerdict.Accepted);

    public static SendResult Later(string error, TimeSpan? wait = null) => new(SendVerdict.Later, error, wait);

    public static SendResult Refused(string error) => new(SendVerdict.Refused, error);
}

/// <summary>What became of a message.</summary>
enum SendVerdict
{
    /// <summary>The channel has it.</summary>
    Accepted,

    /// <summary>Not now; the same message may be accepted later.</summary>
    Later,

    /// <summary>Never: the address, the secret or the message is wrong.</summary>
    Refused,
}
