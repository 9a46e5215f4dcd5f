using System.Reflection;
using Polly;
using StockSync.Engine.Stores.Contract;

namespace StockSync.Tests.Simulation;

/// <summary>
/// A real store whose calls fail as the seed has it: before anything was done, after all was done with the answer lost, for a while, or for
/// good because the disk is full.
/// </summary>
sealed class FaultyStore : ISyncStore
{
    readonly ISyncStore _store;
    readonly Troubles _troubles;
    readonly ResiliencePipeline _retry;

    public FaultyStore(ISyncStore store, long seed)
        : this(store, new Troubles(seed), ResiliencePipeline.Empty)
    {
    }

    FaultyStore(ISyncStore store, Troubles troubles, ResiliencePipeline retry) => (_store, _troubles, _retry) = (store, troubles, retry);

    /// <summary>The chance of a call to go wrong; 0 in the end.</summary>
    public double Trouble
    {
        get => _troubles.Chance;
        set => _troubles.Chance = value;
    }

    /// <summary>The faults lie before the real store, so what repeats calls does too.</summary>
    public ISyncStore WithRetry(ResiliencePipeline retry) => new FaultyStore(_store, _troubles, retry);

    public string Target => _store.Target;

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    public Task<DatabaseInfo> InspectAsync(CancellationToken cancellationToken) => AskAsync(() => _store.InspectAsync(cancellationToken), cancellationToken);

    public Task<DatabaseInfo> InitializeAsync(CancellationToken cancellationToken) => AskAsync(() => _store.InitializeAsync(cancellationToken), cancellationToken);

    public IBarStore Bars => FaultyCalls.Of(_store.Bars, this);

    public IDayStore Days => FaultyCalls.Of(_store.Days, this);

    public IAbsenceStore Absences => FaultyCalls.Of(_store.Absences, this);

    public IFailureStore Failures => FaultyCalls.Of(_store.Failures, this);

    public IClaimStore Claims => FaultyCalls.Of(_store.Claims, this);

    public IReferenceStore Reference => FaultyCalls.Of(_store.Reference, this);

    public IRunStore Runs => FaultyCalls.Of(_store.Runs, this);

    public ILeaseStore Lease => FaultyCalls.Of(_store.Lease, this);

    public IServiceStore Services => FaultyCalls.Of(_store.Services, this);

    public IAlertStore Alerts => FaultyCalls.Of(_store.Alerts, this);

    public IHistoryStore History => FaultyCalls.Of(_store.History, this);

    internal Task<T> AskAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken, bool mayBeFull = false) =>
        _retry.ExecuteAsync(async _ => await AskOnceAsync(call, mayBeFull), cancellationToken).AsTask();

    async Task<T> AskOnceAsync<T>(Func<Task<T>> call, bool mayBeFull)
    {
        double fate = _troubles.Draw();
        if (fate < 0.4)
            throw Away();
        if (mayBeFull && fate < 0.42)
            throw new StockSyncException(ErrorIds.StoreFull, ErrorKind.Limit, "disk full");
        var answer = await call();
        return fate < 0.8 ? throw Away() : answer;
    }

    static StockSyncException Away() => new(ErrorIds.StoreUnreachable, ErrorKind.Connection, "the database went away", isTransient: true);

    /// <summary>What is still to go wrong, for all who call.</summary>
    sealed class Troubles(long seed)
    {
        readonly Fate _fate = new(seed ^ 0x570);
        readonly Lock _lock = new();
        int _calls;
        int _downFor;

        public double Chance { get; set; }

        public double Draw()
        {
            lock (_lock)
            {
                if (Chance == 0)
                    return 1;
                if (_downFor > 0)
                {
                    _downFor--;
                    return 0;
                }
                double fate = _fate.Of(_calls++) / Chance;
                if (fate is >= 0.8 and < 1)
                    _downFor = 1 + _fate.Below(12, _calls);
                return fate;
            }
        }
    }
}

/// <summary>A contract of the store whose calls go through <see cref="FaultyStore.AskAsync"/>; what gives rows as they come goes as it is.</summary>
public class FaultyCalls : DispatchProxy
{
    object _contract = null!;
    FaultyStore _store = null!;

    internal static T Of<T>(T contract, FaultyStore store)
        where T : class
    {
        var proxy = Create<T, FaultyCalls>();
        ((FaultyCalls)(object)proxy)._contract = contract;
        ((FaultyCalls)(object)proxy)._store = store;
        return proxy;
    }

    /// <inheritdoc/>
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        object? Call() => targetMethod!.Invoke(_contract, BindingFlags.DoNotWrapExceptions, null, args, null);
        var token = args!.OfType<CancellationToken>().Single();
        var type = targetMethod!.ReturnType;
        if (type == typeof(Task))
        {
            return _store.AskAsync(
                async () =>
                {
                    await (Task)Call()!;
                    return 0;
                },
                token);
        }
        return type.GetGenericTypeDefinition() != typeof(Task<>)
            ? Call()
            : typeof(FaultyCalls).GetMethod(nameof(AskAsync), BindingFlags.NonPublic | BindingFlags.Instance)!
                .MakeGenericMethod(type.GetGenericArguments()).Invoke(this, [(Func<object?>)Call, targetMethod.Name == nameof(IBarStore.CommitAsync), token]);
    }

    Task<T> AskAsync<T>(Func<object?> call, bool mayBeFull, CancellationToken cancellationToken) =>
        _store.AskAsync(() => (Task<T>)call()!, cancellationToken, mayBeFull);
}
