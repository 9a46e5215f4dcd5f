namespace StockSync.Engine.Operations.Alerts.Channels;

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
