using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Time.Testing;
using StockSync.Engine.Operations.Health;
using StockSync.Engine.Sources.Contract;
using StockSync.Engine.Stores.Contract;
using StockSync.Engine.Stores.Sql;
using StockSync.Tests.Soak;
using StockSync.Tests.Stores;
using Xunit;
using Xunit.Abstractions;

namespace StockSync.Tests.Health;

/// <summary>
/// Twelve years of a database, its bars made where they lie. Few of them in every test run, to see that the statements work; fifteen
/// million in a soak, where health has two seconds.
/// </summary>
public abstract class LargeHealthContract(ITestOutputHelper output) : StoreContract
{
    const int Millions = 1_000_000;
    static readonly TimeSpan s_limit = TimeSpan.FromSeconds(2);
    static readonly DateOnly s_to = new(2026, 11, 25);
    static readonly DateTime s_now = new(2026, 11, 26, 2, 0, 0, DateTimeKind.Utc);

    [StoreFact]
    public async Task Health_of_twelve_years_takes_at_most_two_seconds()
    {
        int wanted = CaseCount.Of("STOCKSYNC_TEST_BARS", 6000);
        using var report = new FaultReport("Health", $"of {wanted:n0} bars, most seconds {s_limit.TotalSeconds}", Store.Target.Split(' ')[0]);
        await FillAsync(wanted);

        // The first time with all that is loaded and compiled once, as a user's first call has it.
        var times = new List<TimeSpan>();
        for (int i = 0; i < 3; i++)
        {
            long start = Stopwatch.GetTimestamp();
            await using var store = Open();
            var reader = new HealthReader(new SyncSettings(), store, "127.0.0.1:1", new FakeTimeProvider(new DateTimeOffset(s_now)));
            var health = await reader.ReadAsync([], None);
            times.Add(Stopwatch.GetElapsedTime(start));
            Assert.DoesNotContain(health.Reasons, r => r.Code != "DiskLow");
            Assert.Equal((0, 0, true), (health.LagDays, health.Gaps!.Count, health.Checkpoint!.IsConsistent));
        }
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{Store.Target.Split(' ')[0]}, {wanted:n0} bars: {string.Join(", ", times.Select(t => $"{t.TotalMilliseconds:n0} ms"))}"));
        if (wanted >= Millions)
            Assert.InRange(times.Max(), TimeSpan.Zero, s_limit);
        report.Right(times.Count);
    }

    /// <summary>Bars of so many stocks on each open day of the calendar, by the database itself.</summary>
    private protected abstract string FillBars(int stocks);

    /// <summary>A checkpoint for each open day, complete with so many bars.</summary>
    private protected abstract string FillDays(int stocks);

    async Task FillAsync(int wanted)
    {
        // Without a soak two months do: a partition for each month of twelve years costs more than all the rest.
        var from = wanted >= Millions ? s_to.AddYears(-12) : s_to.AddDays(-50);
        var calendar = new List<CalendarDay>();
        for (var day = from; day <= s_to.AddDays(30); day = day.AddDays(1))
            calendar.Add(new CalendarDay(day, HealthRig.IsOpen(day)));
        await Store.Reference.PutCalendarAsync(calendar, s_to, None);
        await Store.Bars.PrepareRangeAsync(from, s_to, None);
        int stocks = Math.Max(1, wanted / calendar.Count(d => d.IsTradingDay && d.Date <= s_to));
        await ExecuteAsync(FillBars(stocks));
        await ExecuteAsync(FillDays(stocks));
        await Store.Bars.AnalyzeAsync(None);

        // Four hundred days of daily runs and tries are what is looked at; a soak has them all.
        int records = wanted >= Millions ? 280 : 5;
        foreach (var day in calendar.Where(d => d.IsTradingDay && d.Date <= s_to).TakeLast(records).Select(d => d.Date))
        {
            var run = HealthRig.Run(HealthRig.Utc(day, 20), SyncRunStatus.Running, day: day);
            await Store.Runs.AddRunAsync(run, None);
            await Store.Runs.EndRunAsync(new RunEnd { RunId = run.RunId, Status = SyncRunStatus.Completed, Now = run.StartedAt.AddMinutes(1) }, None);
            foreach (double hour in new[] { 20.0, 22, 32 })
            {
                var made = HealthRig.Try(HealthRig.Utc(day, hour), hour > 20 ? AttemptOutcome.AlreadyComplete : AttemptOutcome.Completed, day) with { Host = "elsewhere" };
                await Store.History.SaveAttemptAsync(made, AlertChanges.None, None);
            }
        }
    }

    async Task ExecuteAsync(string sql)
    {
        await using var connection = Database.Connect();
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync();
    }
}
