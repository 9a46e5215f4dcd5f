using System.Collections.Concurrent;
using System.Diagnostics;
using StockSync.Engine;
using StockSync.MarketServer;
using StockSync.Tests.Fakes;
using Xunit;

namespace StockSync.Tests.EndToEnd;

/// <summary>
/// The daily sync waits for the database as seldom as it can: from a server 40 ms away each round trip counts. They are counted by the
/// driver's own trace, which has one span for each.
/// </summary>
public class RoundTripTests
{
    static readonly DateOnly s_from = new(2024, 1, 2);
    static readonly DateOnly s_to = new(2024, 1, 31);

    [PostgresFact]
    public async Task A_new_day_of_a_known_month_is_synced_in_ten_round_trips_and_leaves_an_unchanged_stock_list_alone()
    {
        var database = await (await PostgresCluster.SharedAsync()).CreateDatabaseAsync();
        await using var rig = await EngineRig.StartAsync(
            new MadeUpMarket(seed: 7, stocks: 40, s_from, s_to), database: database.ConnectionString);
        await rig.BackfillAsync(s_from, s_to.AddDays(-2), RequestShape.MarketDay);
        await using var engine = EngineFactory.Create(rig.Settings);

        var statements = await TraceAsync(() => engine.RunAsync(
            new SyncRequest { Kind = SyncKind.Day, Dates = [s_to.AddDays(-1)] }, new RecordingObserver(), default));

        // Look, lease, plan and budget, the day, end; and beside them: the run's record, again with the plan, the open alerts, the
        // database's size, and the day before, which the new one is compared with.
        Assert.True(statements.Count is > 5 and <= 10, string.Join('\n', statements.Select(s => s.ReplaceLineEndings(" "))));
        Assert.DoesNotContain(statements, s => s.Contains("insert into stock ", StringComparison.Ordinal));
    }

    [PostgresFact]
    public async Task A_plan_is_shown_after_two_round_trips_and_its_run_needs_no_more_than_one_without_a_plan()
    {
        var database = await (await PostgresCluster.SharedAsync()).CreateDatabaseAsync();
        await using var rig = await EngineRig.StartAsync(
            new MadeUpMarket(seed: 7, stocks: 40, s_from, s_to), database: database.ConnectionString);
        await rig.BackfillAsync(s_from, s_to.AddDays(-2), RequestShape.MarketDay);
        await using var engine = EngineFactory.Create(rig.Settings);
        var request = new SyncRequest { Kind = SyncKind.Day, Dates = [s_to.AddDays(-1)] };

        // Beside them the first look at the schema of a database that this process does not know yet.
        var planned = await TraceAsync(() => engine.PlanAsync(request, default));
        Assert.True(planned.Count is >= 2 and <= 3, string.Join('\n', planned.Select(s => s.ReplaceLineEndings(" "))));
        var seen = new RecordingObserver();
        var statements = await TraceAsync(() => engine.RunAsync(request, seen, default));
        Assert.True(statements.Count is > 5 and <= 10, string.Join('\n', statements.Select(s => s.ReplaceLineEndings(" "))));
        Assert.DoesNotContain(seen.Verbose, text => text.Contains("changed since", StringComparison.Ordinal));
    }

    static async Task<IReadOnlyList<string>> TraceAsync(Func<Task> work)
    {
        using var mine = new Activity("round-trips").SetIdFormat(ActivityIdFormat.W3C).Start();
        var statements = new ConcurrentQueue<string>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Npgsql",
            Sample = (ref ActivityCreationOptions<ActivityContext> options) =>
                options.Parent.TraceId == mine.TraceId ? ActivitySamplingResult.AllData : ActivitySamplingResult.None,
            ActivityStopped = activity =>
            {
                // The span of a new connection has no statement.
                if (activity.GetTagItem("db.query.text") is string text && !IsPoll(text))
                    statements.Enqueue(text);
            },
        };
        ActivitySource.AddActivityListener(listener);
        await work();
        return [.. statements];

        // Once a second beside the work: none or some, as slow as the machine is.
        static bool IsPoll(string text) => text.StartsWith("select count(*) from sync_worker where run_id", StringComparison.Ordinal);
    }
}
