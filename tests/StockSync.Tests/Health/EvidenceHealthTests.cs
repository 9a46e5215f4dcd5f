using StockSync.Engine.Operations.Health.Formats;
using StockSync.Engine.Sources.Contract;
using StockSync.Engine.Stores.Contract;
using StockSync.Engine.Stores.Sql;
using Xunit;

namespace StockSync.Tests.Health;

/// <summary>What a copy rests on, what waits for a second answer, and where a person is needed.</summary>
public sealed class EvidenceHealthTests
{
    static readonly DateOnly s_newest = new(2026, 11, 25);

    [Fact]
    public async Task A_stock_that_is_absent_for_thousands_of_days_counts_as_one()
    {
        var rig = new HealthRig();
        rig.Absences.Add(Absence("600001", "2025-06-02", "2026-11-25", answers: 0, reason: "NotAsked"));
        foreach (var day in rig.Days.ToArray())
            rig.Replace(Late(day, 1, 0));
        var evidence = (await rig.ReadAsync()).Evidence!;
        Assert.Equal((rig.Days.Count, 1, 0), (evidence.Doubted, evidence.DoubtedStocks, evidence.Waiting));
    }

    [Fact]
    public async Task Stocks_that_are_accepted_as_absent_now_are_listed_with_since_when_at_most_fifty()
    {
        var rig = new HealthRig();
        for (int i = 0; i < 60; i++)
            rig.Absences.Add(Absence($"{600000 + i}", $"2026-0{1 + (i % 9)}-05", "2026-11-25", StockState.NotListed));
        rig.Absences.Add(Absence("688001", "2026-03-02", "2026-03-09", StockState.NotListed));
        var evidence = (await rig.ReadAsync()).Evidence!;
        Assert.Equal((60, 50), (evidence.Excused, evidence.ExcusedStocks.Count));
        Assert.Equal(evidence.ExcusedStocks.OrderBy(s => s.From).Select(s => s.Code), evidence.ExcusedStocks.Select(s => s.Code));
        Assert.All(evidence.ExcusedStocks, s => Assert.Equal((FailedStockState.NotListed, new DateTime(2026, 11, 25)), (s.State, s.To)));
        Assert.Equal(HealthStatus.Healthy, (await rig.ReadAsync()).Status);
    }

    [Fact]
    public async Task Days_are_counted_by_how_many_answers_they_rest_on()
    {
        var rig = new HealthRig();
        rig.Replace(Answered(s_newest, 1));
        rig.Replace(Answered(s_newest.AddDays(-1), 1));
        rig.Replace(Answered(s_newest.AddDays(-2), 2));
        var evidence = (await rig.ReadAsync()).Evidence!;
        Assert.Equal((2, new DateTime(2026, 11, 25), rig.Days.Count - 3), (evidence.OneAnswerDays, evidence.NewestOneAnswerDay, evidence.UnknownDays));
        // Nothing is read again yet, and that is said.
        Assert.Equal(rig.Days.Count, evidence.NeverReRead);
    }

    [Fact]
    public async Task What_waits_is_told_with_its_subject_and_since_when_and_a_day_that_only_waits_is_no_reason()
    {
        var rig = new HealthRig();
        rig.Absences.Add(Absence("600732", "2026-11-10", "2026-11-10"));
        rig.Claims.Add(Claim(ClaimKind.StockList, "stock list", 1));
        rig.Claims.Add(Claim(ClaimKind.Calendar, "2024-05-01 2024-05-30", 3));
        rig.Replace(Late(HealthRig.Day(new DateOnly(2026, 11, 10)), 1, 1));
        var health = await rig.ReadAsync();
        Assert.Equal(HealthStatus.Healthy, health.Status);
        Assert.Equal((2, 1, 1), (health.Evidence!.Waiting, health.Evidence.Doubted, health.Gaps!.Count));
        Assert.Equal(0, health.Gaps.OlderThanThreeDays);
        Assert.Equal(
            ["Absence 600732 2026-11-10", "StockList stock list"], health.Evidence.WaitingFor.Select(i => i.ToString()).Order());
        Assert.All(health.Evidence.WaitingFor, i => Assert.Equal(new DateTime(2026, 11, 24), i.Since));
    }

    [Fact]
    public async Task A_newest_day_that_only_waits_is_neither_stale_nor_badly_covered_however_small_the_market()
    {
        var rig = new HealthRig();
        rig.Replace(Late(HealthRig.Day(s_newest, 20, 20), 1, 1));
        var health = await rig.ReadAsync();
        Assert.Equal((HealthStatus.Healthy, 0), (health.Status, health.LagDays));
        Assert.Equal(0.95, health.Coverage);
    }

    [Fact]
    public async Task What_persons_accepted_is_told_with_their_notes_newest_first()
    {
        var rig = new HealthRig();
        rig.Absences.Add(Absence("600001", "2026-03-02", "2026-03-02", StockState.NotListed, note: "suspended"));
        rig.Claims.Add(Claim(ClaimKind.MarketDay, "2026-05-06", 2) with { AcceptedAt = rig.Now, Note = "split" });
        rig.Replace(Answered(new DateOnly(2026, 4, 1), 2, "thin"));
        rig.Replace(Answered(new DateOnly(2026, 5, 6), 2, "split"));
        var evidence = (await rig.ReadAsync()).Evidence!;
        Assert.Equal(3, evidence.Accepted);
        Assert.Equal(["MarketDay 2026-05-06: split", "Day 2026-04-01: thin", "Absence 600001 2026-03-02: suspended"], evidence.AcceptedItems.Select(i => i.ToString()));
        Assert.Empty(evidence.WaitingFor);
    }

    [Theory]
    [InlineData(1, null)]
    [InlineData(2, HealthStatus.Warning)]
    public async Task A_doubt_that_was_said_twice_needs_a_person(int answers, HealthStatus? severity)
    {
        var rig = new HealthRig();
        rig.Claims.Add(Claim(ClaimKind.MarketDay, "2026-11-24", answers));
        var health = await rig.ReadAsync();
        Assert.Equal(severity, health.Severity("DayDoubted"));
        if (severity is not null)
            Assert.Contains("Resolve-DataIssue -Date 2026-11-24", health.Only("DayDoubted", HealthStatus.Warning).Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(100, 3, null)] // two per cent of 5,000: a third answer settles it
    [InlineData(101, 1, null)] // nobody was asked twice yet
    [InlineData(101, 2, HealthStatus.Warning)]
    public async Task A_day_that_more_answers_will_not_settle_needs_a_person(int absent, int answers, HealthStatus? severity)
    {
        var rig = new HealthRig();
        for (int i = 0; i < absent; i++)
            rig.Absences.Add(Absence($"{600000 + i}", "2026-11-24", "2026-11-24", answers: answers));
        rig.Replace(Late(HealthRig.Day(new DateOnly(2026, 11, 24)), absent, 0));
        var health = await rig.ReadAsync();
        Assert.Equal(severity, health.Severity("ThinDays"));
    }

    [Theory]
    [InlineData("2026-12-28 10:00", "2026-12-31", HealthStatus.Warning)]
    [InlineData("2026-12-25 10:00", "2026-12-31", null)]
    [InlineData("2026-12-31 10:00", "2026-12-31", HealthStatus.Warning)]
    public async Task A_calendar_that_ends_within_three_trading_days_is_told(string beijing, string end, HealthStatus? severity)
    {
        var rig = new HealthRig(beijing);
        rig.Ahead.RemoveAll(d => d.Date > DateOnly.Parse(end, null));
        var health = await rig.ReadAsync();
        Assert.Equal(severity, health.Severity("CalendarEnds"));
        if (severity is not null)
            Assert.Contains(end, health.Only("CalendarEnds", HealthStatus.Warning).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gaps_of_a_copy_of_chosen_stocks_count_these_alone()
    {
        var rig = new HealthRig();
        StockCode chosen = Code("600001");
        rig.Copy = new CopyScope(false, new HashSet<StockCode> { chosen }, true, true);
        rig.Stocks.Add(new StockEntry(chosen, "chosen", new DateOnly(2026, 9, 3), null));
        rig.Stocks.Add(new StockEntry(Code("600002"), "other", new DateOnly(2000, 1, 1), null));
        rig.Days.RemoveAll(d => d.Date is { Year: 2026, Month: 9 });
        int listed = rig.Calendar.Count(d => d is { IsTradingDay: true, Date: { Year: 2026, Month: 9, Day: >= 3 } });
        // A day on which none of them is expected has no rows, and lacks none.
        rig.Replace(HealthRig.Day(new DateOnly(2026, 8, 3), 0, 0, SyncDayStatus.Failed));
        var health = await rig.ReadAsync();
        Assert.Equal(("Chosen", 1, listed, listed), (health.Scope, health.ScopeStocks, health.Gaps!.Count, (int)health.Gaps.Rows));
        Assert.Contains("Retry-FailedStock -From 2026-09-03", health.Reasons.Single(r => r.Code == "OldGaps").Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_copy_of_the_whole_market_says_so_and_one_of_an_older_version_says_nothing()
    {
        Assert.Equal(("WholeMarket", null), (await new HealthRig().ReadAsync()) is var whole ? (whole.Scope, whole.ScopeStocks) : default);
        Assert.Null((await new HealthRig { Copy = CopyScope.Unknown }.ReadAsync()).Scope);
    }

    [Fact]
    public async Task A_part_that_cannot_be_read_takes_no_other_with_it()
    {
        var rig = new HealthRig();
        rig.Script.Broken["GetClaimsAsync"] = new StockSyncException(ErrorIds.StoreFailed, ErrorKind.Connection, "no such table");
        var health = await rig.ReadAsync();
        Assert.Null(health.Evidence);
        Assert.Equal("WholeMarket", health.Scope);
        Assert.Contains(health.Reasons, r => r.Code == "PartUnreadable");
    }

    [Fact]
    public async Task Monitoring_systems_get_the_counts()
    {
        var rig = new HealthRig { Copy = new CopyScope(false, new HashSet<StockCode> { Code("600001") }, true, true) };
        rig.Absences.Add(Absence("600732", "2026-11-24", "2026-11-24"));
        rig.Replace(Late(HealthRig.Day(new DateOnly(2026, 11, 24)), 1, 1));
        var health = await rig.ReadAsync();
        string metrics = PrometheusText.Of(health);
        Assert.Contains("\nstocksync_waiting_answers 1\n", metrics, StringComparison.Ordinal);
        Assert.Contains("\nstocksync_doubted_days 1\n", metrics, StringComparison.Ordinal);
        Assert.Contains("\nstocksync_doubted_stocks 1\n", metrics, StringComparison.Ordinal);
        Assert.Contains("\nstocksync_scope_stocks 1\n", metrics, StringComparison.Ordinal);
        Assert.Contains(" waiting=1;;;0; doubted_days=1;;;0; ", NagiosLine.Of(health), StringComparison.Ordinal);
        Assert.DoesNotContain("scope_stocks", PrometheusText.Of(await new HealthRig().ReadAsync()), StringComparison.Ordinal);
    }

    static StockCode Code(string text) => StockCode.TryParse(text, out var code) ? code : throw new ArgumentException(text);

    static Absence Absence(
        string code, string from, string to, StockState state = StockState.Late, int answers = 1, string reason = "Unconfirmed", string? note = null) => new()
    {
        Code = Code(code),
        From = DateOnly.Parse(from, null),
        To = DateOnly.Parse(to, null),
        State = state,
        Reason = state == StockState.NotListed ? "NotListed" : reason,
        FirstOn = new DateOnly(2026, 11, 24),
        LastOn = s_newest,
        Answers = answers,
        Note = note,
    };

    static Claim Claim(ClaimKind kind, string subject, int answers) => new()
    {
        Kind = kind, Subject = subject, Digest = "d", Detail = "detail", Answers = answers, FirstOn = new DateOnly(2026, 11, 24), LastOn = s_newest,
    };

    static SyncDay Answered(DateOnly day, int answers, string? note = null) => Copy(HealthRig.Day(day), answers: answers, note: note);

    static SyncDay Late(SyncDay day, int late, int waiting) => Copy(day, late, waiting);

    static SyncDay Copy(SyncDay day, int late = 0, int waiting = 0, int answers = 0, string? note = null) => new()
    {
        Date = day.Date,
        Status = late > 0 ? SyncDayStatus.Partial : day.Status,
        Expected = day.Expected,
        Stored = day.Stored - late,
        Suspended = day.Suspended,
        Late = late,
        Waiting = waiting,
        Answers = answers,
        Note = note,
        SettledAt = day.SettledAt,
    };
}
