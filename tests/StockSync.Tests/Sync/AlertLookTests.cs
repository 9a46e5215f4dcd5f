using Microsoft.Extensions.Time.Testing;
using StockSync.Engine.RunState;
using Xunit;

namespace StockSync.Tests.Sync;

public class AlertLookTests
{
    static readonly IReadOnlyList<SyncAlert> s_none = [];

    readonly FakeTimeProvider _time = new();
    int _asked;

    [Fact]
    public async Task An_answer_from_a_moment_ago_is_not_asked_for_again()
    {
        var look = new OpenAlerts(Answer, _time);
        look.Begin(default);
        _time.Advance(TimeSpan.FromSeconds(1));
        await look.TakeAsync(default);
        Assert.Equal(1, _asked);
    }

    [Fact]
    public async Task One_that_is_older_is_asked_for_again_because_another_machine_may_have_changed_it()
    {
        var look = new OpenAlerts(Answer, _time);
        look.Begin(default);
        _time.Advance(TimeSpan.FromSeconds(3));
        await look.TakeAsync(default);
        Assert.Equal(2, _asked);
    }

    [Fact]
    public async Task Without_an_early_question_it_is_asked_at_the_end()
    {
        await new OpenAlerts(Answer, _time).TakeAsync(default);
        Assert.Equal(1, _asked);
    }

    [Fact]
    public async Task An_early_question_that_failed_is_asked_again_and_only_then_its_error_is_told()
    {
        var gone = new StockSyncException(ErrorIds.StoreUnreachable, ErrorKind.Connection, "gone");
        var look = new OpenAlerts(_ => ++_asked == 1 ? Task.FromException<IReadOnlyList<SyncAlert>>(gone) : Task.FromResult(s_none), _time);
        look.Begin(default);
        Assert.Empty(await look.TakeAsync(default));
        Assert.Equal(2, _asked);

        look = new OpenAlerts(_ => Task.FromException<IReadOnlyList<SyncAlert>>(gone), _time);
        look.Begin(default);
        Assert.Same(gone, await Assert.ThrowsAsync<StockSyncException>(() => look.TakeAsync(default)));
    }

    Task<IReadOnlyList<SyncAlert>> Answer(CancellationToken cancellationToken)
    {
        _asked++;
        return Task.FromResult(s_none);
    }
}
