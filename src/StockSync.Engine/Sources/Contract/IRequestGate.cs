namespace StockSync.Engine.Sources.Contract;

/// <summary>Every frame to the service passes here first: the request budget as a session sees it.</summary>
interface IRequestGate
{
    /// <summary>
    /// Waits for its turn and counts the frame. Throws <see cref="ErrorIds.BudgetSpent"/> or <see cref="ErrorIds.SourceBanned"/> when
    /// no frame may be sent.
    /// </summary>
    ValueTask PassAsync(RequestKind kind, CancellationToken cancellationToken);

    /// <summary>Told after each answer: what it cost.</summary>
    void Completed(RequestKind kind, int bytesOut, long bytesIn, TimeSpan elapsed);

    /// <summary>Told after each answer that is one, not an error of the service: how long such an answer takes.</summary>
    void Answered(RequestKind kind, TimeSpan elapsed);

    /// <summary>Told where a frame that passed brought no answer that can be used: none, a broken one, an error of the service.</summary>
    /// <param name="elapsed">How long it was waited for; zero where an answer came, of which <see cref="Completed"/> was told.</param>
    void Failed(TimeSpan elapsed);

    /// <summary>Told when the service answers that we are banned; nothing passes any more.</summary>
    void Banned(string errorCode);
}
