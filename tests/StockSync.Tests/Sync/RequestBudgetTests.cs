using Microsoft.Extensions.Time.Testing;
using StockSync.Engine.Market;
using StockSync.Engine.Service;
using StockSync.Engine.Sources.Contract;
using Xunit;

namespace StockSync.Tests.Sync;

/// <summary>What the request budget counts of a run's requests.</summary>
public class RequestBudgetTests
{
    [Fact]
    public void The_time_of_all_answers_adds_up_and_only_those_with_bars_make_the_percentiles()
    {
        using var requestBudget = Create();
        requestBudget.Completed(RequestKind.DayList, 10, 100, TimeSpan.FromSeconds(90));
        Assert.Null(requestBudget.BarLatency(0.5));

        requestBudget.Completed(RequestKind.MarketDay, 10, 100, TimeSpan.FromSeconds(4));
        requestBudget.Completed(RequestKind.StockRange, 10, 100, TimeSpan.FromSeconds(1));
        requestBudget.Completed(RequestKind.StockRange, 10, 100, TimeSpan.FromSeconds(1));

        Assert.Equal(TimeSpan.FromSeconds(96), requestBudget.FetchTime);
        Assert.InRange(requestBudget.BarLatency(0.5)!.Value, 1, 1.05);
        Assert.Equal(4, requestBudget.BarLatency(0.95));
        Assert.Equal(0, requestBudget.Errors);
    }

    [Fact]
    public void A_request_that_was_waited_for_in_vain_is_an_error_and_its_time_counts()
    {
        using var requestBudget = Create();
        requestBudget.Failed(TimeSpan.FromSeconds(30));
        requestBudget.Completed(RequestKind.MarketDay, 10, 100, TimeSpan.FromSeconds(2));
        requestBudget.Failed(TimeSpan.Zero);

        Assert.Equal((2, TimeSpan.FromSeconds(32)), (requestBudget.Errors, requestBudget.FetchTime));
        Assert.Equal(2, requestBudget.BarLatency(1));
    }

    static RequestBudget Create() => new(new SyncSettings(), new BeijingClock(new FakeTimeProvider()), "fake:1", null);
}
