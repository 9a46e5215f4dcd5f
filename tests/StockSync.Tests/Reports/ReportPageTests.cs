using System.Diagnostics;
using System.Text.RegularExpressions;
using StockSync.Engine.Operations.Reports;
using StockSync.Engine.Sources.Contract;
using StockSync.Engine.Stores.Contract;
using StockSync.Engine.Stores.Sql;
using Xunit;
using Xunit.Abstractions;

namespace StockSync.Tests.Reports;

public sealed partial class ReportPageTests(ITestOutputHelper output)
{
    static readonly string[] s_cards =
    [
        "Calendar", "SuccessTrend", "DurationTrend", "Failures", "OpenFailures", "Gaps", "Evidence", "Latency", "Retries", "Requests", "Size", "Runs",
        "Schedule",
        "Alerts",
    ];

    static readonly ReportData s_tenYears = ReportFixture.Make(10, ReportPages.AsOf);

    [Fact]
    public void A_page_has_its_parts_in_their_order()
    {
        var page = ReportPages.Parse(s_tenYears);
        Assert.Equal(["status", .. s_cards], page.Descendants("section").Select(s => (string?)s.Attribute("id")).OfType<string>());
        Assert.Equal("banner warning", (string)page.Descendants("section").First().Attribute("class")!);
        Assert.Equal(
            8, page.Descendants("div").Count(d => ((string?)d.Attribute("class"))?.StartsWith("tile", StringComparison.Ordinal) == true));
        Assert.Contains("2 of 5490 stocks are late", page.Descendants("bdi").First().Value, StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_runs_nothing_and_fetches_nothing()
    {
        var page = ReportPages.Parse(s_tenYears);
        Assert.Empty(ReportPages.Active(page));
        var policy = page.Descendants("meta").Single(m => (string?)m.Attribute("http-equiv") == "Content-Security-Policy");
        Assert.Equal("default-src 'none'; style-src 'unsafe-inline'; img-src data:", (string)policy.Attribute("content")!);
        // References of the style sheet stay within the page.
        Assert.All(
            Reference().Matches(page.Descendants("style").Single().Value),
            m => Assert.StartsWith("#", m.Groups[1].Value, StringComparison.Ordinal));
        Assert.DoesNotContain("://", ReportPages.Html(s_tenYears), StringComparison.Ordinal);
        Assert.DoesNotContain("@import", ReportPages.Html(s_tenYears), StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_data_give_the_same_bytes() =>
        Assert.Equal(
            ReportPages.Bytes(ReportFixture.Make(2, ReportPages.AsOf)), ReportPages.Bytes(ReportFixture.Make(2, ReportPages.AsOf)));

    [Theory]
    [InlineData(10)]
    [InlineData(35)]
    public void Many_years_stay_under_two_megabytes(int years)
    {
        var data = ReportFixture.Make(years, ReportPages.AsOf);
        var watch = Stopwatch.StartNew();
        int size = ReportPages.Bytes(data).Length;
        output.WriteLine($"{years} years: {size / 1024} KiB in {watch.ElapsedMilliseconds} ms");
        Assert.InRange(size, 100_000, 2_000_000);
    }

    [Fact]
    public void A_market_that_lacks_every_stock_stays_under_two_megabytes()
    {
        var codes = s_tenYears.Names.Keys.ToArray();
        var exceptions = s_tenYears.Calendar.Where(c => c.IsTradingDay).TakeLast(100).Where((_, i) => i % 2 == 0)
            .SelectMany(day => codes.Where((_, i) => i % 3 == 0).Select(c => new DayException(day.Date, c, StockState.Late, "BarLate")));
        Assert.InRange(ReportPages.Bytes(s_tenYears with { Exceptions = [.. exceptions] }).Length, 100_000, 2_000_000);
    }

    [Theory]
    [InlineData("en-US", "en")]
    [InlineData("zh-CN", "zh-CN")]
    public void A_database_without_data_has_a_page_that_says_so(string language, string tag)
    {
        var page = ReportPages.Parse(ReportPages.Empty, language);
        Assert.Equal(tag, (string)page.Root!.Attribute("lang")!);
        Assert.Equal(["status", .. s_cards], page.Descendants("section").Select(s => (string?)s.Attribute("id")).OfType<string>());
        // Every card has words in place of its chart.
        var bare = page.Descendants("section").Where(
            s => ((string?)s.Attribute("class"))?.StartsWith("card", StringComparison.Ordinal) == true)
            .Where(s => !s.Descendants("p").Any(p => (string?)p.Attribute("class") == "nothing"));
        Assert.Empty(bare.Select(s => (string?)s.Attribute("id")));
        Assert.DoesNotContain("NaN", page.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_single_day_is_drawn()
    {
        var day = new DateTime(2026, 11, 25);
        var start = ReportPages.AsOf.AddHours(-13);
        var data = ReportPages.Empty with
        {
            Health = new SyncHealth
            {
                Status = HealthStatus.Healthy, AsOf = ReportPages.AsOf, ExpectedDay = day, LatestDay = day, LagDays = 0, Coverage = 1,
            },
            Days = [new SyncDay { Date = day, Status = SyncDayStatus.Completed, Expected = 20, Stored = 19, Suspended = 1 }],
            Calendar = [new CalendarDay(new DateOnly(2026, 11, 25), true), new CalendarDay(new DateOnly(2026, 11, 26), true)],
            Runs =
            [
                new SyncRun
                {
                    RunId = "r", Kind = SyncKind.Day, Status = SyncRunStatus.Completed, StartedAt = start, EndedAt = start.AddSeconds(41),
                    From = day, To = day,
                    Requests = 4, LatencyP50 = 0.2, LatencyP95 = 0.9, Shape = RequestShape.StockRange, Days = 1, DaysCompleted = 1,
                },
            ],
            Attempts =
            [
                new ScheduledAttempt
                {
                    AttemptId = "t", Slot = "20:00", Number = 1, Date = day, StartedAt = start, Outcome = AttemptOutcome.Completed, Expected = 20,
                    Succeeded = 20,
                },
            ],
            Sizes = [new DaySize(new DateOnly(2026, 11, 25), 90_112)],
            Requests = [new DayRequests(new DateOnly(2026, 11, 25), 4)],
        };
        var page = ReportPages.Parse(data);
        Assert.DoesNotContain("NaN", page.ToString(), StringComparison.Ordinal);
        Assert.Contains("1 of 1 trading days are verified as complete (100%).", page.ToString(), StringComparison.Ordinal);
        Assert.Contains(page.Descendants("title"), t => t.Value == "2026-11-25 20/20");
        // Six charts with axes: success, duration, latency, retries, requests, size.
        Assert.Equal(6, page.Descendants("svg").Count(s => (string?)s.Attribute("class") == "chart"));
    }

    [Fact]
    public void A_page_in_Chinese_has_no_English_heading()
    {
        var page = ReportPages.Parse(s_tenYears, "zh-CN");
        var words = page.Descendants().Where(e => e.Name.LocalName is "h1" or "h2" or "h3" or "summary" or "dt")
            .Concat(page.Descendants("p").Where(p => (string?)p.Attribute("class") == "label"))
            .Where(e => !Year().IsMatch(e.Value));
        Assert.All(words, w => Assert.Matches("[一-龥]", w.Value));
    }

    [Theory]
    [InlineData(HealthStatus.Healthy, "banner healthy")]
    [InlineData(HealthStatus.Critical, "banner critical")]
    [InlineData(HealthStatus.Unknown, "banner unknown")]
    public void The_banner_shows_the_status(HealthStatus status, string expected)
    {
        var page = ReportPages.Parse(ReportPages.Empty with { Health = new SyncHealth { Status = status, AsOf = ReportPages.AsOf } });
        var banner = page.Descendants("section").First();
        Assert.Equal(expected, (string)banner.Attribute("class")!);
        Assert.Equal(status.ToString(), banner.Descendants("h2").Single().Value);
    }

    [Fact]
    public void A_language_that_there_is_not_is_named()
    {
        var error = Assert.Throws<StockSyncException>(() => ReportText.For("fr-FR"));
        Assert.Equal(ErrorIds.SettingInvalid, error.ErrorId);
        Assert.Contains("fr-FR", error.Message, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"url\(([^)]*)\)")]
    private static partial Regex Reference();

    [GeneratedRegex(@"^\d{4}")]
    private static partial Regex Year();
}
