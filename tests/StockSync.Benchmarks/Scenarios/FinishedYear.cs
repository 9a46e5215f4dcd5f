using StockSync.Benchmarks.Harness;
using StockSync.Benchmarks.Yardsticks;

namespace StockSync.Benchmarks.Scenarios;

/// <summary>A finished year once more: it must ask nothing, write nothing and be quick. Sizes as <see cref="FilledYear"/>.</summary>
sealed class FinishedYear : Scenario
{
    const int Rounds = 3;

    public override async Task RunAsync(Bench bench)
    {
        var year = await bench.YearAsync();
        await WalShare.ProveAsync(year.Database);
        await year.Market.CountAsync();
        string from = await WalShare.EndAsync(year.Database);
        var seconds = new List<double>();
        for (int i = 0; i < Rounds; i++)
            seconds.Add((await EngineRun.BackfillAsync(year.Settings, TradingDays.First, year.To, RequestShape.Auto)).Seconds);
        var (bars, all) = await WalShare.BetweenAsync(year.Database, from, await WalShare.EndAsync(year.Database));
        int requests = await year.Market.CountBarsAsync();
        var time = Spread.Of(seconds);

        bench.Report.Add(new Row(Name, $"bar requests of a finished year, synced {Rounds} times more", $"{requests}", "", "", requests == 0, "0"));
        bench.Report.Add(new Row(
            Name,
            "WAL of the bar table and its indexes while a finished year is synced (pg_walinspect, by relfilenode)",
            $"{bars} B",
            $"{all} B of all tables",
            "",
            bars == 0,
            "0 B"));
        bench.Report.Add(new Row(
            Name, "time of syncing a finished year, a new engine each time", Amount.Seconds(time.Median), "", $"{time.ToText()} s", time.Median <= 1, "≤ 1 s"));
    }
}
