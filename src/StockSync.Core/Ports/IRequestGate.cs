namespace StockSync;

/// <summary>Every frame to the service passes here first: the governor's side of a session.</summary>
interface IRequestGate
{
    /// <summary>
    /// Waits for its turn and counts the frame. Throws <see cref="ErrorIds.BudgetSpent"/> or <see cref="ErrorIds.SourceBanned"/> when
    /// no frame may be sent.
    /// </summary>
    ValueTask PassAsync(string messageType, CancellationToken cancellationToken);

    /// <summary>Told after each answer: what it cost.</summary>
    void Completed(string messageType, int bytesOut, long bytesIn, TimeSpan elapsed);

    /// <summary>Told when the service answers that we are banned; nothing passes any more.</summary>
    void Banned(string errorCode);
}
