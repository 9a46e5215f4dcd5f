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
        var reads = Reads();
        var outer = reads.Hold();
        Task[] first = [Ask(reads, "a"), Ask(reads, "b")];
        using (reads.Hold())
            first = [.. first, Ask(reads, "c")];
        Assert.Empty(_trips);
        outer.Dispose();
        outer.Dispose();
        await Task.WhenAll(first);
        await Ask(reads, "d");
        Assert.Equal([["a", "b", "c"], ["d"]], _trips);
    }

    [Fact]
    public async Task One_that_fails_fails_alone_and_the_others_give_their_rows_once()
    {
        var reads = Reads();
        _fault = sql => sql == "b" ? Error("b", isTransient: false) : null;
        int forgotten = 0;
        var held = reads.Hold();
        var good = reads.RunAsync(new Statement("a"), () => forgotten++, default);
        var bad = Ask(reads, "b");
        held.Dispose();
        await good;
        Assert.Equal("b", (await Assert.ThrowsAsync<StockSyncException>(() => bad)).Message);
        Assert.Equal([["a", "b"], ["a"], ["b"]], _trips);
        Assert.Equal(1, forgotten);
    }

    [Fact]
    public async Task A_lost_connection_is_everybodys_and_is_not_tried_again_here()
    {
        var reads = Reads();
        _fault = _ => Error("gone", isTransient: true);
        var held = reads.Hold();
        Task[] all = [Ask(reads, "a"), Ask(reads, "b")];
        held.Dispose();
        foreach (var read in all)
            Assert.Equal("gone", (await Assert.ThrowsAsync<StockSyncException>(() => read)).Message);
        Assert.Single(_trips);
    }

    [Fact]
    public async Task An_unforeseen_error_reaches_all_who_wait()
    {
        var reads = Reads();
        _fault = _ => new InvalidOperationException("bug");
        var held = reads.Hold();
        Task[] all = [Ask(reads, "a"), Ask(reads, "b")];
        held.Dispose();
        foreach (var read in all)
            await Assert.ThrowsAsync<InvalidOperationException>(() => read);
    }

    [Fact]
    public async Task Who_cancels_stops_nobody_elses_read()
    {
        var reads = Reads();
        using var cancelled = new CancellationTokenSource();
        var held = reads.Hold();
        var mine = reads.RunAsync(new Statement("mine"), () => { }, cancelled.Token);
        var yours = Ask(reads, "yours");
        await cancelled.CancelAsync();
        held.Dispose();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => mine);
        await yours;
    }

    GatheredStatements Reads() => new(
        (statements, token) =>
        {
            _trips.Add([.. statements.Select(s => s.Sql)]);
            token.ThrowIfCancellationRequested();
            return statements.Select(s => _fault(s.Sql)).FirstOrDefault(e => e is not null) is { } error
                ? Task.FromException(error)
                : Task.CompletedTask;
        });

    static Task Ask(GatheredStatements reads, string sql) => reads.RunAsync(new Statement(sql), () => { }, default);

    static StockSyncException Error(string message, bool isTransient) =>
        new(ErrorIds.StoreUnreachable, ErrorKind.Connection, message, isTransient: isTransient);
}
