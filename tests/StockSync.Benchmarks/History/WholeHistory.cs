using StockSync.Benchmarks.Children;
using StockSync.Benchmarks.Harness;
using StockSync.MarketServer;

namespace StockSync.Benchmarks.History;

/// <summary>
/// Everything since the exchanges opened, from a service without latency that has its answers made, in a process of its own: against the
/// bare writing of the same rows, tenth by tenth, with its memory. Sizes as <see cref="HistorySizes"/> says, answers as
/// <see cref="HistoryMarket"/>; <c>STOCKSYNC_BENCH_HISTORY_SHAPES</c> (<c>MarketDay,StockRange</c>).
/// </summary>
/// <param name="store">What it is written into.</param>
/// <param name="limit">What it is compared with.</param>
/// <param name="open">Makes an empty one for a run against that service.</param>
abstract class WholeHistory(string store, string limit, Func<Bench, string, Task<HistoryStore>> open) : Scenario
{
    const double LeastShare = 0.7;
    const double LeastLastTenth = 0.85;
    const double MostMegabytes = 150;

    public override async Task RunAsync(Bench bench)
    {
        var market = await bench.HistoryAsync();
        string shapes = Environment.GetEnvironmentVariable("STOCKSYNC_BENCH_HISTORY_SHAPES") is { Length: > 0 } given
            ? given
            : $"{RequestShape.MarketDay},{RequestShape.StockRange}";
        foreach (string shape in shapes.Split(',', StringSplitOptions.TrimEntries))
            await RunAsync(bench, market, Enum.Parse<RequestShape>(shape));
    }

    // The bare writing comes first: fetching its rows makes the answers, which nobody's clock counts.
    async Task RunAsync(Bench bench, HistoryMarket market, RequestShape shape)
    {
        long idle = await IdleAsync(bench, market);
        await market.Process.CountAsync();
        var bare = await WriteAsync(bench, market, shape);
        var asked = await market.Process.RequestsAsync();
        await using var ours = await open(bench, market.Process.Endpoint);
        var result = await HistoryResult.RunAsync(ours.Settings, shape, market.Rows);
        long count = await ours.CountAsync();
        if (count != market.Rows || bare.Writing.Rows != market.Rows)
            throw new InvalidOperationException(
                $"The market has {market.Rows} rows, the product stored {count}, the yardstick {bare.Writing.Rows}.");

        string work = $"whole history into {store} by {shape}";
        AddRate(bench, work, market, result, bare.Writing);
        AddTenths(bench, work, result, bare.Writing);
        AddMemory(bench, work, result, idle);
        AddRequests(bench, work, result, market.Rows, asked, await market.Process.RequestsAsync());
        AddSize(bench, $"{work}, bytes on the disk", await ours.SizeAsync(), bare.Size, market.Rows);
        if (await ours.LogAsync() is { } log)
            AddSize(bench, $"{work}, bytes of write-ahead log", log, bare.Log ?? 0, market.Rows);
    }

    async Task<long> IdleAsync(Bench bench, HistoryMarket market)
    {
        await using var empty = await open(bench, market.Process.Endpoint);
        return BackfillChild.PeakOf(await ChildProcess.RunAsync(empty.Settings, Child.Idle));
    }

    async Task<(BareWriting Writing, long Size, long? Log)> WriteAsync(Bench bench, HistoryMarket market, RequestShape shape)
    {
        await using var bare = await open(bench, market.Process.Endpoint);
        var writing = await bare.WriteAsync(HistoryRows.FetchAsync(bare.Settings, market, shape), market.Rows);
        return (writing, await bare.SizeAsync(), await bare.LogAsync());
    }

    void AddRate(Bench bench, string work, HistoryMarket market, HistoryResult ours, BareWriting bare)
    {
        double share = bare.Seconds / ours.Seconds;
        bench.Report.Add(new Row(
            Name,
            $"{work}, {Amount.Number(market.Shares.Count())} stocks × {HistorySizes.Years} years = {Amount.Number(market.Rows)} rows, "
            + $"source latency 0, against {limit}",
            $"{Amount.Seconds(ours.Seconds)}, {Amount.Rate(market.Rows, ours.Seconds)}",
            $"{Amount.Seconds(bare.Seconds)}, {Amount.Rate(bare.Rows, bare.Seconds)}",
            FormattableString.Invariant($"{share:0.00}"),
            share >= LeastShare,
            "≥ 0.7"));
    }

    void AddTenths(Bench bench, string work, HistoryResult ours, BareWriting bare)
    {
        double ratio = ours.Rates[^1] / ours.Rates[0];
        bench.Report.Add(new Row(
            Name,
            $"{work}, the last tenth of the rows against the first; all tenths in k rows/s: {Tenths.Text(ours.Rates)}; the bare writing: "
            + $"{Tenths.Text(bare.Rates)}; after that {Amount.Seconds(ours.Seconds - ours.LastRow)}",
            Amount.Rate(ours.Rates[^1], 1),
            Amount.Rate(ours.Rates[0], 1),
            FormattableString.Invariant($"{ratio:0.00} (bare {bare.Rates[^1] / bare.Rates[0]:0.00})"),
            ratio >= LeastLastTenth,
            "≥ 0.85"));
    }

    void AddMemory(Bench bench, string work, HistoryResult ours, long idle)
    {
        double above = ours.Peak - idle;
        bench.Report.Add(new Row(
            Name,
            $"{work}, peak memory above an idle host; working set after each tenth in MB: {Megabytes(ours.WorkingSets)}; managed heap: "
            + Megabytes(ours.Heaps),
            Amount.Megabytes(above),
            $"idle host {Amount.Megabytes(idle)}",
            "",
            above <= MostMegabytes * 1_000_000,
            "≤ 150 MB"));

        static string Megabytes(IEnumerable<double> bytes) => string.Join(' ', bytes.Select(b => Amount.Number(b / 1_000_000, "0")));
    }

    void AddRequests(
        Bench bench,
        string work,
        HistoryResult result,
        long rows,
        IReadOnlyList<RequestLogEntry> bare,
        IReadOnlyList<RequestLogEntry> ours)
    {
        var counts = ours.CountBy(r => r.Type).OrderBy(c => c.Key, StringComparer.Ordinal);
        string types = string.Join(", ", counts.Select(c => $"{c.Key}: {Amount.Number(c.Value)}"));
        // The same rows in the same order: what the comparison rests on. What is asked for once more comes after them.
        var (first, all) = (Bars(bare).ToList(), Bars(ours).ToList());
        string order = all.Take(first.Count).SequenceEqual(first)
            ? $"in the order of the bare writing, then {Amount.Number(all.Count - first.Count)} about gaps"
            : $"**not those of the bare writing**: {all.Zip(first).FirstOrDefault(pair => pair.First != pair.Second)}";
        bench.Report.Add(new Row(
            Name,
            $"{work}, requests by message type: {types}; those for bars {order}, with {Amount.Number(result.Rows - rows)} rows that "
            + $"were there; {Amount.Number(result.Waiting)} days wait for another day's answer",
            Amount.Number(ours.Count),
            "",
            ""));

        static IEnumerable<(string? Code, DateOnly? From, DateOnly? To)> Bars(IEnumerable<RequestLogEntry> requests) => requests
            .Where(r => r.Type is BarTypes.MarketDay or BarTypes.StockRange).Select(r => (r.Code, r.From, r.To));
    }

    void AddSize(Bench bench, string work, long ours, long bare, long rows) => bench.Report.Add(new Row(
        Name,
        FormattableString.Invariant($"{work} ({(double)ours / rows:0} a row)"),
        Amount.Megabytes(ours),
        Amount.Megabytes(bare),
        FormattableString.Invariant($"{(double)ours / bare:0.00}")));
}
