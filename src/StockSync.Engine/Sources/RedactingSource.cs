using StockSync.Engine.Sources.Contract;

namespace StockSync.Engine.Sources;

/// <summary>A source whose errors show no secret: a service may repeat the key that it was given, and what it says is recorded.</summary>
sealed class RedactingSource(IBarSource inner, IRedactor redactor) : IBarSource
{
    public string Endpoint => inner.Endpoint;

    public async Task<IBarSession> OpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            return new RedactingSession(await inner.OpenAsync(cancellationToken), redactor);
        }
        catch (StockSyncException e) when (redactor.Redact(e) is var clean && !ReferenceEquals(clean, e))
        {
            throw clean;
        }
    }
}
