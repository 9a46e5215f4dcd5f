using StockSync.Engine.Operations.Alerts.Outbox;
using StockSync.Engine.Operations.Alerts.Wording;
using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine.Operations.Alerts;

/// <summary>
/// The outbox beside the database, one file in the state directory: somebody must be told when the database cannot be used, once and with
/// the same escalation, by processes that know nothing of each other.
/// </summary>
/// <param name="directory">The state directory; created when something is written.</param>
/// <param name="time">For waits and for what is old.</param>
sealed class LocalOutbox(string directory, TimeProvider time) : IAlertStore
{
    static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(20);
    static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    readonly OutboxFile _file = new(directory);

    /// <summary>True where anything was ever written to it: without, there is nothing to send and nothing to end.</summary>
    public bool Exists => File.Exists(_file.Path);

    public Task<IReadOnlyList<SyncAlert>> GetAlertsAsync(bool openOnly, int limit, CancellationToken cancellationToken) =>
        Task.FromResult(Guarded(_file.Read).NewestAlerts(openOnly, limit));

    public Task<IReadOnlyList<AlertDelivery>> GetDeliveriesAsync(bool pendingOnly, int limit, CancellationToken cancellationToken) =>
        Task.FromResult(Guarded(_file.Read).NewestMessages(pendingOnly, limit));

    public Task ApplyAlertsAsync(AlertChanges changes, CancellationToken cancellationToken) => changes.IsEmpty
        ? Task.CompletedTask
        : ChangeAsync(book => (book.With(changes), true), cancellationToken);

    public async Task<IReadOnlyList<AlertDelivery>> ClaimMessagesAsync(DateTime now, TimeSpan claim, int limit, CancellationToken cancellationToken) =>
        Exists ? await ChangeAsync(book => book.Claim(now, claim, limit), cancellationToken) : [];

    public Task RecordDeliveryAsync(AlertDelivery delivery, CancellationToken cancellationToken) =>
        ChangeAsync(book => (book.With(delivery), true), cancellationToken);

    async Task<T> ChangeAsync<T>(Func<OutboxState, (OutboxState Book, T Result)> change, CancellationToken cancellationToken)
    {
        using var held = await LockAsync(cancellationToken);
        return Guarded(() =>
        {
            var (book, result) = change(_file.Read());
            _file.Write(book.Pruned(time.GetUtcNow().UtcDateTime));
            return result;
        });
    }

    async Task<IDisposable> LockAsync(CancellationToken cancellationToken)
    {
        long start = time.GetTimestamp();
        while (true)
        {
            if (Guarded(_file.TryLock) is { } held)
                return held;
            if (time.GetElapsedTime(start) >= s_patience)
                throw Invalid(null);
            await Task.Delay(s_pause, time, cancellationToken);
        }
    }

    T Guarded<T>(Func<T> access)
    {
        try
        {
            return access();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Invalid(e);
        }
    }

    StockSyncException Invalid(Exception? inner)
    {
        var words = AlertWords.Of(new AlertSettings());
        return new StockSyncException(
            ErrorIds.FileInvalid,
            ErrorKind.Write,
            words.Get("OutboxUnusable", _file.Path, inner?.Message ?? words.Get("OutboxBusy")),
            words.Get("OutboxAdvice"),
            _file.Path,
            isTransient: inner is null,
            inner);
    }
}
