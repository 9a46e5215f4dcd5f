using System.Collections.Concurrent;
using System.Globalization;
using StockSync.Rig.Mutants;
using StockSync.Tests.Simulation;
using StockSync.Tests.Soak;
using Xunit;

namespace StockSync.Tests.Histories;

/// <summary>
/// Random histories of a market and of a service that is late, thin and wrong for some weeks and then heals: no day is complete without a row that
/// the service shows but in the windows of <see cref="HistoryWindows"/>, and once it has healed every row comes in, without a person.
/// </summary>
public class HistoryTests
{
    // Of a test run; of each on disk so many in memory.
    const int OnDisk = 50;
    const int InMemory = 40;

    // Trading days with trouble at most. Many short lives meet more than few long ones, and the few on disk are longer.
    const int MostDays = 8;
    const int MostDaysOnDisk = 15;

    static readonly ParallelOptions s_parallel = new() { MaxDegreeOfParallelism = Environment.ProcessorCount };

    [Fact]
    public async Task No_day_is_complete_without_a_row_that_is_shown_and_all_comes_in_once_the_service_has_healed()
    {
        var needed = await LiveAllAsync(Seeds(Count * InMemory), MostDays, HistoryWorld.PureAsync, "memory");
        // A window that no history needs would be an excuse in reserve.
        if (Only is null && Count >= OnDisk)
            Assert.Equal(HistoryWindows.All.Order(StringComparer.Ordinal), needed.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_same_holds_for_a_file_and_over_the_wire() =>
        await LiveAllAsync(Seeds(Count), MostDaysOnDisk, HistoryWorld.OnWireAsync, "SQLite");

    [Theory]
    [InlineData(3)]
    [InlineData(14)]
    [InlineData(15)]
    [InlineData(92)]
    [InlineData(65)]
    public async Task The_store_in_memory_ends_like_the_one_on_disk(long seed)
    {
        var (inMemory, onDisk) = (await EndAsync(HistoryWorld.PureAsync), await EndAsync(HistoryWorld.OnFileAsync));
        Assert.NotEmpty(inMemory);
        Assert.Equal(onDisk, inMemory);

        async Task<string[]> EndAsync(Func<HistoryService, HistoryTime, Task<HistoryWorld>> world)
        {
            await using var life = await HistoryLife.StartAsync(seed, MostDaysOnDisk, world);
            await life.LiveAsync();
            var facts = await HistoryFacts.ReadAsync(life.Service, life.World.Store);
            return
            [
                .. facts.Days.Select(d => $"{d.Date:yyyy-MM-dd} {d.Status} {d.Stored}+{d.Suspended}/{d.Expected} late {d.Late} {d.Reason}"),
                .. facts.Absences.Select(a => $"{a}"),
                .. facts.Rows.Order().Select(r => $"{r}"),
            ];
        }
    }

    [Theory]
    [InlineData(typeof(RowLosingStore))]
    [InlineData(typeof(GenerousStore))]
    public async Task A_bug_between_engine_and_store_is_found_within_fifty_histories(Type bug)
    {
        for (long seed = 1; seed <= 50; seed++)
        {
            await using var life = await HistoryLife.StartAsync(
                seed, MostDays, (service, _) => HistoryWorld.PureAsync(service, store => (MutantStore)Activator.CreateInstance(bug, store)!));
            try
            {
                await life.LiveAsync();
            }
            catch (HistoryException)
            {
                return;
            }
        }
        Assert.Fail($"{bug.Name} was not found.");
    }

    static int Count => CaseCount.Of("STOCKSYNC_TEST_HISTORIES", OnDisk);

    static string? Only => Environment.GetEnvironmentVariable("STOCKSYNC_TEST_HISTORY") is { Length: > 0 } seed ? seed : null;

    // One alone where it is named.
    static IReadOnlyList<long> Seeds(int count) => Only is { } seed
        ? [long.Parse(seed, CultureInfo.InvariantCulture)]
        : [.. Enumerable.Range(1, count).Select(n => (long)n)];

    static async Task<IReadOnlyDictionary<string, int>> LiveAllAsync(
        IReadOnlyList<long> seeds,
        int mostDays,
        Func<HistoryService, HistoryTime, Task<HistoryWorld>> world,
        string store)
    {
        var failures = new ConcurrentBag<(long Seed, string Text)>();
        var windows = new ConcurrentDictionary<string, int>();
        using var report = new FaultReport("E1-E12", "random histories of a late, thin, healing service", store);
        await Parallel.ForEachAsync(seeds, s_parallel, async (seed, _) =>
        {
            await using var life = await HistoryLife.StartAsync(seed, mostDays, world);
            try
            {
                await life.LiveAsync();
            }
            catch (Exception e)
            {
                failures.Add((seed, $"seed {seed} (STOCKSYNC_TEST_HISTORY={seed}):\n{string.Join('\n', life.Story)}\n{e}"));
            }
            foreach (var (window, count) in life.Windows)
                windows.AddOrUpdate(window, count, (_, before) => before + count);
        });
        Assert.True(
            failures.IsEmpty,
            $"{failures.Count} of {seeds.Count} histories went wrong: {string.Join(' ', failures.Select(f => f.Seed).Order())}\n"
                + string.Join("\n\n", failures.OrderBy(f => f.Text.Length).Take(3).Select(f => f.Text)));
        report.Right(seeds.Count);
        return windows;
    }
}
