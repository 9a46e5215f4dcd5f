using StockSync.Engine.Planning;
using StockSync.Engine.Stores.Contract;
using Xunit;

namespace StockSync.Tests.Sync;

public class CostLearningTests
{
    static readonly DateTime s_now = new(2026, 11, 26, 12, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void The_first_measurement_is_taken_as_it_is() =>
        Assert.Equal(new LearnedCost(4, 10, s_now), CostLearning.Merge(null, 4, 10, s_now));

    [Fact]
    public void A_few_answers_do_not_overturn_many()
    {
        var many = new LearnedCost(0.2, 200, s_now.AddMinutes(-5));
        Assert.InRange(CostLearning.Merge(many, 40, 1, s_now).Mean, 0.3, 0.45);
        Assert.InRange(CostLearning.Merge(CostLearning.Merge(null, 40, 1, s_now), 0.2, 200, s_now).Mean, 0.3, 0.45);
    }

    [Fact]
    public void An_old_figure_counts_less_the_older_it_is()
    {
        var before = new LearnedCost(40, 100, s_now);
        double after1 = CostLearning.Merge(before, 1, 10, s_now.AddDays(1)).Mean;
        double after30 = CostLearning.Merge(before, 1, 10, s_now.AddDays(30)).Mean;
        double after300 = CostLearning.Merge(before, 1, 10, s_now.AddDays(300)).Mean;
        Assert.InRange(after1, 30, 40);
        Assert.InRange(after30, 10, 20);
        Assert.InRange(after300, 1, 1.01);
    }

    [Fact]
    public void A_year_of_answers_does_not_make_a_figure_that_a_run_cannot_move()
    {
        LearnedCost? cost = null;
        for (int i = 0; i < 100; i++)
            cost = CostLearning.Merge(cost, 40, 5200, s_now);
        Assert.InRange(CostLearning.Merge(cost, 4, 244, s_now).Mean, 15, 25);
    }

    [Fact]
    public void Nothing_measured_changes_nothing()
    {
        var before = new LearnedCost(40, 100, s_now);
        Assert.Equal(before, CostLearning.Merge(before, 0, 0, s_now.AddDays(1)));
    }

    [Fact]
    public void A_clock_that_was_set_back_makes_nothing_heavier() =>
        Assert.Equal(20, CostLearning.Merge(new LearnedCost(10, 10, s_now), 30, 10, s_now.AddDays(-100)).Mean, 9);
}
