using System.Data;
using System.Data.Common;
using Polly;
using Polly.Retry;
using StockSync.Engine.Stores.Sql;
using StockSync.Engine.Stores.Sqlite;
using Xunit;

namespace StockSync.Tests.Stores;

/// <summary>Where all calls of a store meet: what is repeated, and what a failed try leaves behind.</summary>
public class StoreDatabaseTests
{
    // What each try finds; all but the last end in a lost connection.
    readonly Queue<int[]> _attempts = [];
    readonly List<string[]> _sent = [];

    [Fact]
    public async Task A_read_that_is_repeated_has_the_rows_of_its_last_try_alone()
    {
        Find([1, 2], [3]);
        Assert.Equal([3], await Patient().QueryAsync(new Statement("select"), r => r.GetInt32(0), default));
    }

    [Fact]
    public async Task A_change_that_is_repeated_has_the_rows_of_its_last_try_alone()
    {
        Find([1], []);
        Assert.Empty(await Patient().ChangeAsync(new Statement("update"), r => r.GetInt32(0), default));
    }

    [Fact]
    public async Task A_transaction_is_repeated_whole()
    {
        Find([], [], []);
        await Patient().RunAsync([new("a"), new("b")], default);
        string[] whole = ["begin immediate", "a", "b", "commit"];
        Assert.Equal([whole, whole, whole], _sent);
    }

    [Fact]
    public async Task Without_a_pipeline_there_is_one_try_for_each_call()
    {
        Find([], []);
        await Assert.ThrowsAsync<StockSyncException>(() => Database(null).RunAsync([new("a")], default));
        Assert.Single(_sent);
    }

    /// <summary>What such a statement of a failed try had given would be taken for what the last one gave.</summary>
    [Fact]
    public async Task Rows_are_read_inside_a_try_only() => await Assert.ThrowsAsync<ArgumentException>(
        () => Patient().RunAsync([new Statement("update").OnRow(_ => { })], default));

    [Fact]
    public async Task Rows_that_are_given_out_one_by_one_are_collected_first_where_the_read_may_be_repeated()
    {
        Find([1, 2], [3]);
        Assert.Equal([3], await Patient().EnumerateAsync(new Statement("select"), r => r.GetInt32(0), default).ToListAsync());
    }

    void Find(params int[][] tries)
    {
        foreach (int[] found in tries)
            _attempts.Enqueue(found);
    }

    StoreDatabase Patient() => Database(new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions { Delay = TimeSpan.Zero }).Build());

    StoreDatabase Database(ResiliencePipeline? retry) => new(new Connections(this), retry);

    void Run(IReadOnlyList<Statement> statements)
    {
        _sent.Add([.. statements.Select(s => s.Sql)]);
        using var table = new DataTable();
        table.Columns.Add("n", typeof(int));
        foreach (int n in _attempts.Dequeue())
            table.Rows.Add(n);
        using var reader = table.CreateDataReader();
        while (reader.Read())
            statements.First(s => s.HasRows).Take(reader);
        if (_attempts.Count > 0)
            throw new StockSyncException(ErrorIds.StoreUnreachable, ErrorKind.Connection, "gone", isTransient: true);
    }

    sealed class Connections(StoreDatabaseTests test) : DatabaseConnections
    {
        public override string Kind => "test";

        public override string Place => "here";

        public override SqlDialect Dialect { get; } = new SqliteDialect();

        public override ValueTask DisposeAsync() => default;

        public override ValueTask<StoreConnection> OpenReadAsync(CancellationToken cancellationToken) => new(new Connection(test));

        protected override ValueTask<StoreConnection> OpenWriteAsync(CancellationToken cancellationToken) => new(new Connection(test));

        protected override StockSyncException? Translate(Exception exception) => null;
    }

    sealed class Connection(StoreDatabaseTests test) : StoreConnection
    {
        public override Task RunAsync(IReadOnlyList<Statement> statements, CancellationToken cancellationToken)
        {
            test.Run(statements);
            return Task.CompletedTask;
        }

        public override DbCommand CreateCommand(Statement statement) => throw new NotSupportedException();

        public override ValueTask DisposeAsync() => default;
    }
}
