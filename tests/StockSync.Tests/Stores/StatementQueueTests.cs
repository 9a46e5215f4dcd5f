using StockSync.Engine.Stores.Sql;
using Xunit;

namespace StockSync.Tests.Stores;

public class StatementQueueTests
{
    readonly List<string[]> _trips = [];
    Func<string, Exception?> _fault = _ => null;

    [Fact]
    public async Task Statements_before_the_batch_is_sent_go_in_one_round_trip_and_later_ones_at_once()
    {
        var statements = Statements();
        Task[] first = [Ask(statements, "a"), Ask(statements, "b"), Ask(statements, "c")];
        Assert.Empty(_trips);
        await statements.SendAsync(default);
        await statements.SendAsync(default);
        await Task.WhenAll(first);
        await Ask(statements, "d");
        Assert.Equal([["a", "b", "c"], ["d"]], _trips);
    }

    [Fact]
    public async Task One_that_fails_fails_alone_and_the_others_give_their_rows_once()
    {
        var statements = Statements();
        _fault = sql => sql == "b" ? Error("b", isTransient: false) : null;
        int forgotten = 0;
        var good = statements.RunAsync(new Statement("a"), () => forgotten++, isChange: false, default);
        var bad = Ask(statements, "b");
        await statements.SendAsync(default);
        await good;
        Assert.Equal("b", (await Assert.ThrowsAsync<StockSyncException>(() => bad)).Message);
        Assert.Equal([["a", "b"], ["a"], ["b"]], _trips);
        Assert.Equal(1, forgotten);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_change_beside_one_that_fails_is_done_once_whoever_complains(bool isUndone)
    {
        var statements = Statements();
        _fault = sql => sql == "b" ? Error("b", isTransient: false, isUndone ? new Npgsql.PostgresException("b", "", "", "42P01") : null) : null;
        int forgotten = 0;
        var bad = Ask(statements, "b");
        var change = statements.RunAsync(new Statement("change"), () => forgotten++, isChange: true, default);
        await statements.SendAsync(default);

        await Assert.ThrowsAsync<StockSyncException>(() => bad);
        if (isUndone)
            await change;
        else
            Assert.Equal("b", (await Assert.ThrowsAsync<StockSyncException>(() => change)).Message);
        // The first trip was undone by the database, or else its change stands.
        Assert.Equal(isUndone ? [["b", "change"], ["b"], ["change"]] : new[] { new[] { "b", "change" }, ["b"] }, _trips);
        Assert.Equal(isUndone ? 1 : 0, forgotten);
    }

    [Fact]
    public async Task A_lost_connection_is_everybodys_and_is_not_tried_again_here()
    {
        var statements = Statements();
        _fault = _ => Error("gone", isTransient: true);
        Task[] all = [Ask(statements, "a"), Ask(statements, "b")];
        await statements.SendAsync(default);
        foreach (var read in all)
            Assert.Equal("gone", (await Assert.ThrowsAsync<StockSyncException>(() => read)).Message);
        Assert.Single(_trips);
    }

    [Fact]
    public async Task An_unforeseen_error_reaches_all_who_wait()
    {
        var statements = Statements();
        _fault = _ => new InvalidOperationException("bug");
        Task[] all = [Ask(statements, "a"), Ask(statements, "b")];
        await statements.SendAsync(default);
        foreach (var read in all)
            await Assert.ThrowsAsync<InvalidOperationException>(() => read);
    }

    [Fact]
    public async Task A_cancelled_batch_is_cancelled_for_all_who_wait()
    {
        var statements = Statements();
        using var cancelled = new CancellationTokenSource();
        Task[] all = [Ask(statements, "a"), Ask(statements, "b")];
        await cancelled.CancelAsync();
        await statements.SendAsync(cancelled.Token);
        foreach (var read in all)
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read);
    }

    StatementQueue Statements() => new(
        (all, token) =>
        {
            _trips.Add([.. all.Select(s => s.Sql)]);
            token.ThrowIfCancellationRequested();
            return all.Select(s => _fault(s.Sql)).FirstOrDefault(e => e is not null) is { } error
                ? Task.FromException(error)
                : Task.CompletedTask;
        });

    static Task Ask(StatementQueue statements, string sql) => statements.RunAsync(new Statement(sql), () => { }, isChange: false, default);

    static StockSyncException Error(string message, bool isTransient, Exception? inner = null) =>
        new(ErrorIds.StoreUnreachable, ErrorKind.Connection, message, isTransient: isTransient, inner: inner);
}
