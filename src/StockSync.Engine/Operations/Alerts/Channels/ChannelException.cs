namespace StockSync.Engine.Operations.Alerts.Channels;

/// <summary>A channel could not be used, for a reason that the platform has no exception for.</summary>
sealed class ChannelException(string message, bool isFinal = false) : Exception(message)
{
    /// <summary>True where trying again is of no use.</summary>
    public bool IsFinal { get; } = isFinal;
}
