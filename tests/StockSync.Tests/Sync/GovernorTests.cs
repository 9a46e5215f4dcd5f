using Microsoft.Extensions.Time.Testing;
using StockSync.Engine.Market;
using StockSync.Engine.Service;
using StockSync.Engine.Sources.Contract;
using Xunit;

namespace StockSync.Tests.Sync;

/// <summary>What the governor counts of a run's requests.</summary>
public class GovernorTests
{
    [Fact]
    public void The_time_of_all_answers_adds_up_and_only_those_with_bars_make_the_percentiles()
    {
        using var governor = Create();
        governor.Completed(RequestKind.DayList, 10, 100, TimeSpan.FromSeconds(90));
        Assert.Null(governor.BarLatency(0.5));

        governor.Completed(RequestKind.MarketDay, 10, 100, TimeSpan.FromSeconds(4));
        governor.Completed(RequestKind.StockRange, 10, 100, TimeSpan.FromSeconds(1));
        governor.Completed(RequestKind.StockRange, 10, 100, TimeSpan.FromSeconds(1));

        Assert.Equal(TimeSpan.FromSeconds(96), governor.FetchTime);
        Assert.InRange(governor.BarLatency(0.5)!.Value, 1, 1.05);
        Assert.Equal(4, governor.BarLatency(0.95));
        Assert.Equal(0, governor.Errors);
    }

    [Fact]
    public void A_request_that_was_waited_for_in_vain_is_an_error_and_its_time_counts()
    {
        using var governor = Create();
        governor.Failed(TimeSpan.FromSeconds(30));
        governor.Completed(RequestKind.MarketDay, 10, 100, TimeSpan.FromSeconds(2));
        governor.Failed(TimeSpan.Zero);

        Assert.Equal((2, TimeSpan.FromSeconds(32)), (governor.Errors, governor.FetchTime));
        Assert.Equal(2, governor.BarLatency(1));
    }

    static Governor Create() => new(new SyncSettings(), new BeijingClock(new FakeTimeProvider()), "fake:1", null);
}
