using Microsoft.Extensions.Time.Testing;
using StockSync.Engine.Sources.Contract;
using StockSync.Engine.Stores;
using StockSync.Engine.Stores.Contract;
using Xunit;

namespace StockSync.Tests.Stores;

/// <summary>What every store keeps, whichever database stands behind it.</summary>
public abstract class StoreContract : IAsyncLifetime
{
    private protected static readonly DateTime Now = new(2024, 3, 1, 12, 0, 0, DateTimeKind.Utc);
    private protected static readonly TimeSpan Expiry = TimeSpan.FromSeconds(60);
    private protected static readonly CancellationToken None = CancellationToken.None;

    private protected TestDatabase Database { get; private set; } = null!;

    private protected ISyncStore Store { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Database = await CreateDatabaseAsync();
        Store = Open();
        if (IsInitialized)
            await Store.InitializeAsync(None);
    }

    public async Task DisposeAsync()
    {
        await Store.DisposeAsync();
        await Database.DisposeAsync();
    }

    /// <summary>False where a test class wants the database as it comes.</summary>
    private protected virtual bool IsInitialized => true;

    private protected abstract Task<TestDatabase> CreateDatabaseAsync();

    private protected ISyncStore Open(SyncSettings? settings = null) => StoreFactory.Open(
        (settings ?? new SyncSettings()) with { Database = Database.Text }, new FakeTimeProvider(new DateTimeOffset(Now)));

    private protected static StoreCommit Commit(BarBatch? bars = null, bool expectNew = false) =>
        new() { Now = Now, Bars = bars, ExpectNew = expectNew };

    private protected async Task<CommitResult> PrepareAndCommitAsync(StoreCommit commit)
    {
        if (commit.Bars is { Count: > 0 } bars)
            await Store.Bars.PrepareRangeAsync(bars[0].Date, bars[bars.Count - 1].Date, None);
        return await Store.Bars.CommitAsync(commit, None);
    }

    private protected async Task<List<Bar>> ReadAsync(BarQuery? query = null)
    {
        var bars = new List<Bar>();
        await foreach (var bar in Store.Bars.ReadBarsAsync(query ?? new BarQuery(), None))
            bars.Add(bar);
        return bars;
    }

    private protected static SyncRun NewRun(string id) => new()
    {
        RunId = id,
        Kind = SyncKind.Backfill,
        Status = SyncRunStatus.Running,
        StartedAt = Now,
        Days = 20,
        Host = "here",
        ProcessId = 4711,
    };

    private protected static FailedStock Failed(int code, int days = 0) => new()
    {
        Code = new StockCode(code).ToString(),
        Exchange = new StockCode(code).Exchange,
        From = TestBars.FirstDay.ToDateTime(TimeOnly.MinValue),
        To = TestBars.FirstDay.AddDays(days).ToDateTime(TimeOnly.MinValue),
        Reason = ErrorIds.SourceTimeout,
        Attempts = 3,
        FirstError = "first",
        LastError = "last",
    };

    private protected static LeaseOwner Owner(int process = 4711) => new("box", "boot-1", process, "12345");

    private protected async Task<Lease> StartRunAsync(string id)
    {
        await Store.Runs.AddRunAsync(NewRun(id), None);
        return await Store.Lease.AcquireLeaseAsync(id, Owner(), Expiry, _ => false, None);
    }
}
