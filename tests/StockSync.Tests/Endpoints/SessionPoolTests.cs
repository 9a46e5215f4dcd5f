using StockSync.Engine.Service;
using StockSync.Engine.Sources.Contract;
using Xunit;

namespace StockSync.Tests.Endpoints;

/// <summary>When a pool has the endpoint: from before its first connection until its last one is closed.</summary>
public sealed class SessionPoolTests : IDisposable
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("stocksync-test-");
    readonly Source _source = new();

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task The_endpoint_is_given_back_with_the_last_connection()
    {
        var pool = Pool();
        var first = await pool.RentAsync(CancellationToken.None);
        var second = await pool.RentAsync(CancellationToken.None);
        Assert.True(IsTaken);
        await pool.ReturnAsync(first);
        await pool.DisposeAsync();
        Assert.Equal(1, _source.Open);
        Assert.True(IsTaken);
        await pool.ReturnAsync(second);
        Assert.Equal(0, _source.Open);
        Assert.False(IsTaken);
    }

    [Fact]
    public async Task A_connection_that_could_not_be_opened_holds_nothing()
    {
        var pool = Pool();
        _source.Fault = new StockSyncException(ErrorIds.SourceUnreachable, ErrorKind.Connection, "away");
        await Assert.ThrowsAsync<StockSyncException>(() => pool.RentAsync(CancellationToken.None));
        // Between two tries it is still this run's turn.
        Assert.True(IsTaken);
        await pool.DisposeAsync();
        Assert.False(IsTaken);
    }

    [Fact]
    public async Task A_pool_that_opens_again_takes_the_endpoint_again()
    {
        var pool = Pool();
        await pool.ReturnAsync(await pool.RentAsync(CancellationToken.None));
        await pool.DisposeAsync();
        Assert.False(IsTaken);
        var session = await pool.RentAsync(CancellationToken.None);
        Assert.True(IsTaken);
        await pool.ReturnAsync(session);
        await pool.DisposeAsync();
        Assert.False(IsTaken);
    }

    [Fact]
    public async Task Who_is_kept_out_opens_nothing()
    {
        using var other = new EndpointLocks(_folder.FullName).Take("service:1", "here", "other");
        var error = await Assert.ThrowsAsync<StockSyncException>(() => Pool().RentAsync(CancellationToken.None));
        Assert.Equal(ErrorIds.EndpointBusy, error.ErrorId);
        Assert.Equal(0, _source.Open);
    }

    bool IsTaken => Record.Exception(() => new EndpointLocks(_folder.FullName).Take("service:1", "here", null).Dispose()) is StockSyncException;

    SessionPool Pool() => new(_source, () => new EndpointLocks(_folder.FullName).Take("service:1", "here", "run-1"));

    sealed class Source : IBarSource
    {
        public int Open { get; private set; }

        public StockSyncException? Fault { get; set; }

        public string Endpoint => "service:1";

        public Task<IBarSession> OpenAsync(CancellationToken cancellationToken)
        {
            if (Fault is { } fault)
                throw fault;
            Open++;
            return Task.FromResult<IBarSession>(new Session(this));
        }

        sealed class Session(Source owner) : IBarSession
        {
            public bool IsUsable => true;

            public ValueTask DisposeAsync()
            {
                owner.Open--;
                return default;
            }

            public Task<IReadOnlyList<CalendarDay>> GetCalendarAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken) =>
                throw new NotSupportedException();

            public Task<IReadOnlyList<StockEntry>> GetStocksAsync(int atLeast, CancellationToken cancellationToken) => throw new NotSupportedException();

            public Task<IReadOnlyList<ListedStock>> GetListedStocksAsync(DateOnly day, CancellationToken cancellationToken) =>
                throw new NotSupportedException();

            public Task<RejectedRows> GetStockRangeAsync(
                StockCode code, DateOnly from, DateOnly to, BarBatch into, CancellationToken cancellationToken) =>
                throw new NotSupportedException();

            public Task<RejectedRows> GetMarketDayAsync(DateOnly day, BarBatch into, CancellationToken cancellationToken) =>
                throw new NotSupportedException();

            public Task<IReadOnlyList<AdjustFactor>> GetAdjustFactorsAsync(
                StockCode code, DateOnly from, DateOnly to, CancellationToken cancellationToken) =>
                throw new NotSupportedException();

            public Task<IReadOnlyList<AdjustFactor>> GetAdjustFactorsOfDayAsync(DateOnly day, CancellationToken cancellationToken) =>
                throw new NotSupportedException();
        }
    }
}
