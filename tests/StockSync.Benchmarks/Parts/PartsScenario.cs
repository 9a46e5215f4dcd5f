using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.NoEmit;
using StockSync.Benchmarks.Harness;

namespace StockSync.Benchmarks.Parts;

/// <summary>
/// The parts by BenchmarkDotNet, in this process: a project of its own for each would need a restore and a build.
/// <c>STOCKSYNC_BENCH_PART_ITERATIONS</c> (10).
/// </summary>
sealed class PartsScenario : Scenario
{
    const double MostMilliseconds = 12;
    const double MostAllocated = 1.5;
    const int LeastIterations = 3;

    public override string Name => "Parts";

    public override async Task RunAsync(Bench bench)
    {
        string folder = bench.NewPath("");
        var logger = new AccumulationLogger();
        var job = Job.Default.WithToolchain(InProcessNoEmitToolchain.Instance)
            .WithWarmupCount(LeastIterations)
            .WithIterationCount(Scale.Count("PART_ITERATIONS", 10, LeastIterations));
        var config = ManualConfig.CreateEmpty().AddJob(job).AddLogger(logger).AddColumnProvider(DefaultColumnProviders.Instance)
            .WithArtifactsPath(folder);
        // BenchmarkDotNet blocks its thread for minutes.
        var summaries = await Task.Run(() => BenchmarkRunner.Run([typeof(SourceParts), typeof(StoreParts)], config));
        var reports = summaries.SelectMany(s => s.Reports).ToList();
        if (reports.Count == 0 || reports.Any(r => !r.Success))
            throw new InvalidOperationException($"BenchmarkDotNet did not measure:\n{logger.GetLog()}");
        foreach (var report in reports)
            Add(bench, report);
    }

    void Add(Bench bench, BenchmarkReport report)
    {
        var answer = MarketDayAnswer.Shared;
        var statistics = report.ResultStatistics!;
        double allocated = report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase) ?? 0;
        double milliseconds = statistics.Median / 1_000_000;
        string method = report.BenchmarkCase.Descriptor.WorkloadMethod.Name;
        bool isWhole = method == nameof(SourceParts.MarketDay);
        string work = isWhole
            ? $"parse of one {answer.Kind} market day: {Amount.Number(answer.Rows.Count)} rows, "
                + $"{Amount.Megabytes(answer.Body.Length)} inflated, from frame to batch"
            : method;
        bench.Report.Add(new Row(
            Name,
            work,
            FormattableString.Invariant($"{milliseconds:0.00} ms, {allocated / 1024:#,0} KB allocated"),
            "",
            FormattableString.Invariant($"{statistics.Min / 1_000_000:0.00} / {milliseconds:0.00} / {statistics.Max / 1_000_000:0.00} ms"),
            isWhole ? milliseconds <= MostMilliseconds : null,
            isWhole ? "≤ 12 ms" : ""));
        if (!isWhole)
            return;
        double share = allocated / answer.Body.Length;
        bench.Report.Add(new Row(
            Name,
            "allocations of this parse, as a share of the inflated answer",
            FormattableString.Invariant($"{share:0.00} ×"),
            Amount.Megabytes(answer.Body.Length),
            "",
            share <= MostAllocated,
            "≤ 1.5 ×"));
    }
}
