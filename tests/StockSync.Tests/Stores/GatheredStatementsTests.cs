using StockSync.Engine.Stores.Sql;
using Xunit;

namespace StockSync.Tests.Stores;

public class GatheredStatementsTests
{
    readonly List<string[]> _trips = [];
    Func<string, Exception?> _fault = _ => null;

    [Fact]
    public async Task Reads_held_together_go_in_one_round_trip_and_later_ones_at_once()
    {
        var statements = Statements();
        var outer = statements.Hold();
        Task[] first = [Ask(statements, "a"), Ask(statements, "b")];
        using (statements.Hold())
            first = [.. first, Ask(statements, "c")];
        Assert.Empty(_trips);
        outer.Dispose();
        outer.Dispose();
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
        var held = statements.Hold();
        var good = statements.ReadAsync(new Statement("a"), () => forgotten++, default);
        var bad = Ask(statements, "b");
        held.Dispose();
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
        var held = statements.Hold();
        var bad = Ask(statements, "b");
        var change = statements.ChangeAsync(new Statement("change"), () => forgotten++, default);
        held.Dispose();

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
        var held = statements.Hold();
        Task[] all = [Ask(statements, "a"), Ask(statements, "b")];
        held.Dispose();
        foreach (var read in all)
            Assert.Equal("gone", (await Assert.ThrowsAsync<StockSyncException>(() => read)).Message);
        Assert.Single(_trips);
    }

    [Fact]
    public async Task An_unforeseen_error_reaches_all_who_wait()
    {
        var statements = Statements();
        _fault = _ => new InvalidOperationException("bug");
        var held = statements.Hold();
        Task[] all = [Ask(statements, "a"), Ask(statements, "b")];
        held.Dispose();
        foreach (var read in all)
            await Assert.ThrowsAsync<InvalidOperationException>(() => read);
    }

    [Fact]
    public async Task Who_cancels_stops_nobody_elses_read()
    {
        var statements = Statements();
        using var cancelled = new CancellationTokenSource();
        var held = statements.Hold();
        var mine = statements.ReadAsync(new Statement("mine"), () => { }, cancelled.Token);
        var yours = Ask(statements, "yours");
        await cancelled.CancelAsync();
        held.Dispose();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => mine);
        await yours;
    }

    GatheredStatements Statements() => new(
        (all, token) =>
        {
            _trips.Add([.. all.Select(s => s.Sql)]);
            token.ThrowIfCancellationRequested();
            return all.Select(s => _fault(s.Sql)).FirstOrDefault(e => e is not null) is { } error
                ? Task.FromException(error)
                : Task.CompletedTask;
        });

    static Task Ask(GatheredStatements statements, string sql) => statements.ReadAsync(new Statement(sql), () => { }, default);

    static StockSyncException Error(string message, bool isTransient, Exception? inner = null) =>
        new(ErrorIds.StoreUnreachable, ErrorKind.Connection, message, isTransient: isTransient, inner: inner);
}
