using StockSync.Engine.Planning;
using StockSync.Engine.Stores.Contract;
using Xunit;

namespace StockSync.Tests.Sync;

/// <summary>Plans for random holes.</summary>
public class ShapeChooserTests
{
    [Fact]
    public void Every_missing_bar_is_asked_for_nothing_is_asked_in_vain_and_no_pure_shape_is_cheaper()
    {
        int mixed = 0;
        for (int seed = 0; seed < 400; seed++)
        {
            var random = new Random(seed);
            var rig = Random(random);
            var (days, ranges, cost) = rig.Plan();
            AssertCovers(rig, days, ranges, $"seed {seed}");
            double pure = Math.Min(rig.Pure(RequestShape.MarketDay), rig.Pure(RequestShape.StockRange));
            Assert.True(cost.Seconds <= pure * 1.0000001, $"seed {seed}: {cost.Seconds} against {pure}");
            mixed += cost.Shape == RequestShape.Mixed ? 1 : 0;
        }
        Assert.InRange(mixed, 40, 360);
    }

    [Fact]
    public void On_small_matrices_it_is_near_the_best_there_is()
    {
        double excess = 0;
        for (int seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            double density = random.NextDouble();
            var rig = new PlanRig(8, 10, (_, _) => random.NextDouble() < density * density) { Service = PlanRig.Measured(1 + random.NextDouble(), 1) };
            var cost = rig.Plan().Cost;
            double best = double.MaxValue;
            for (int subset = 0; subset < 1 << rig.Days.Length; subset++)
            {
                ulong rest = 0;
                for (int d = 0; d < rig.Days.Length; d++)
                    rest |= (subset & (1 << d)) == 0 ? rig.Missing.Row(d)[0] : 0;
                int stocks = System.Numerics.BitOperations.PopCount(rest);
                best = Math.Min(best, rig.Model.Seconds(new BarWork(System.Numerics.BitOperations.PopCount((uint)subset), 0, stocks, stocks, 0), 0));
            }
            if (best > 0)
                excess += (cost.Seconds / best) - 1;
        }
        Assert.InRange(excess / 60, -0.001, 0.05);
    }

    [Fact]
    public void Long_holes_of_many_stocks_do_not_hide_the_short_ones_of_the_rest()
    {
        // Of 800 stocks 500 lack days 0 to 199, and the others the three days after.
        var (days, ranges, cost) = new PlanRig(210, 800, (d, s) => s < 500 ? d < 200 : d is >= 200 and < 203) { Service = PlanRig.Measured(6, 1) }.Plan();
        Assert.Equal((3, 500, RequestShape.Mixed), (days.Count, ranges.Count, cost.Shape));
    }

    [Fact]
    public void What_a_stopped_run_was_answered_for_is_not_asked_again()
    {
        var rig = new PlanRig(20, 6, (_, _) => true);
        var answered = new StockCoverage(rig.Stocks[0].Code, rig.Days[0], rig.Days[^1]);
        var half = new StockCoverage(rig.Stocks[1].Code, rig.Days[0], rig.Days[9]);
        rig = new PlanRig(20, 6, (_, _) => true) { Answered = [answered, half] };
        var (_, ranges, _) = rig.Plan(RequestShape.StockRange);
        Assert.Equal([1, 2, 3, 4, 5], ranges.Select(r => r.Stock));
        Assert.Equal((rig.Days[10], rig.Days[19]), (ranges[0].From, ranges[0].To));
        Assert.Equal((rig.Days[0], rig.Days[19]), (ranges[1].From, ranges[1].To));
    }

    [Fact]
    public void Nothing_missing_is_nothing_to_ask()
    {
        var (days, ranges, cost) = new PlanRig(20, 6, (_, _) => false).Plan();
        Assert.Equal((0, 0, RequestShape.MarketDay, 0), (days.Count, ranges.Count, cost.Shape, cost.BarRequests));
    }

    // Long holes of some stocks, days without any row, and holes strewn about; in all proportions and at all prices.
    static PlanRig Random(Random random)
    {
        int days = 1 + random.Next(60);
        int stocks = 1 + random.Next(90);
        var holes = Enumerable.Range(0, stocks).Select(_ => (From: random.Next(days), To: random.Next(days))).ToArray();
        double longHoles = random.NextDouble() * random.NextDouble();
        double emptyDays = random.NextDouble() * random.NextDouble();
        double strewn = random.NextDouble() < 0.5 ? 0 : random.NextDouble() * 0.05;
        bool[] hasHole = [.. holes.Select(_ => random.NextDouble() < longHoles)];
        bool[] isEmpty = [.. Enumerable.Range(0, days).Select(_ => random.NextDouble() < emptyDays)];
        return new PlanRig(days, stocks, (d, s) => isEmpty[d] || (hasHole[s] && d >= holes[s].From && d <= holes[s].To) || random.NextDouble() < strewn)
        {
            Service = PlanRig.Measured(Math.Pow(10, random.NextDouble() * 2) / 2, Math.Pow(10, random.NextDouble() * 2) / 20),
            Settings = new SyncSettings { ThrottleLimit = 1 + random.Next(4), PageSize = random.NextDouble() < 0.3 ? 10 : 10_000 },
        };
    }

    static void AssertCovers(PlanRig rig, IReadOnlyList<DateOnly> days, IReadOnlyList<StockUnit> ranges, string where)
    {
        var whole = days.ToHashSet();
        var byStock = ranges.ToDictionary(r => r.Stock);
        var wantedDays = new HashSet<DateOnly>();
        for (int d = 0; d < rig.Days.Length; d++)
        {
            var day = rig.Days[d];
            foreach (int s in rig.Missing.Of(d))
            {
                bool inRange = byStock.TryGetValue(s, out var range) && range.From <= day && day <= range.To;
                Assert.True(whole.Contains(day) || inRange, $"{where}: stock {s} on {day} is asked for by nobody");
                if (!inRange)
                    wantedDays.Add(day);
            }
        }
        // Each end of a range is a missing bar that no market day brings; each market day brings one that no range brings.
        foreach (var range in ranges)
        {
            foreach (var end in (DateOnly[])[range.From, range.To])
                Assert.True(!whole.Contains(end) && !rig.Present[end, range.Stock], $"{where}: {range} ends in vain");
        }
        Assert.True(wantedDays.SetEquals(whole), $"{where}: a market day in vain");
        Assert.Equal(days.Order(), days);
    }
}
