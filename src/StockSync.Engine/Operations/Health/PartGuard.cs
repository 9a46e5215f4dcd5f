using StockSync.Engine.Resources;

namespace StockSync.Engine.Operations.Health;

/// <summary>
/// Keeps a broken part from taking the others with it: what it cannot tell is null then, and a reason says why. Where the tables are older
/// than this module, parts that need newer ones are expected to fail, and that has its own reason.
/// </summary>
sealed class PartGuard(ReasonList reasons, bool isOldSchema, CancellationToken cancellationToken) : IDisposable
{
    // A server at the other end of the world is asked four things at a time; a connection for each of them would cost more than it saves.
    readonly SemaphoreSlim _lanes = new(4, 4);

    public void Dispose() => _lanes.Dispose();

    /// <summary>The result of reading, or null.</summary>
    public async Task<T?> ReadAsync<T>(string part, Func<Task<T>> read)
        where T : class
    {
        await _lanes.WaitAsync(cancellationToken);
        try
        {
            return await read();
        }
#pragma warning disable CA1031 // whatever goes wrong in a part, the others are still told
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            Report(part, e);
            return null;
        }
        finally
        {
            _lanes.Release();
        }
    }

    /// <summary>The same of a number.</summary>
    public async Task<int?> CountAsync(string part, Func<Task<int>> read) =>
        (int?)await ReadAsync<object>(part, async () => await read());

    /// <summary>The result of a judgement, or null.</summary>
    public T? Judge<T>(string part, Func<T?> judge)
    {
        try
        {
            return judge();
        }
#pragma warning disable CA1031 // whatever goes wrong in a part, the others are still told
        catch (Exception e)
#pragma warning restore CA1031
        {
            Report(part, e);
            return default;
        }
    }

    void Report(string part, Exception error)
    {
        // That it is away, or refuses us, is told once and not by every part.
        if (error is StockSyncException ours && ours.ErrorId != ErrorIds.StoreFailed)
            reasons.Add(ours);
        else if (!isOldSchema)
            reasons.Add(ReasonCode.PartUnreadable, HealthStatus.Unknown, HealthStrings.ResourceManager.Text("Part" + part), error.Message);
    }
}
