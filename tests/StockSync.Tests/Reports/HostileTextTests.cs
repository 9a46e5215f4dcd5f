using StockSync.Engine.Operations.Reports;
using Xunit;

namespace StockSync.Tests.Reports;

/// <summary>Names and errors come over an unencrypted line: none of them may become part of the page.</summary>
public sealed class HostileTextTests
{
    const string Replacement = "\uFFFD";

    public static TheoryData<string> Texts => new(
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "' onmouseover='alert(1)",
        "]]><script>alert(1)</script>",
        "--><svg onload=alert(1)>",
        "</title></svg></table><iframe src=\"https://example.org\">",
        "&lt;script&gt;&#60;b&#62;",
        "javascript:alert(1)",
        "\r\nBcc: somebody@example.org",
        "\u202Egnp.exe\u202C",
        "\u2066\u200F\u061C",
        "zero\u200Bwidth\uFEFF\u00AD",
        "\0\u0001\u001B[31m\u0085",
        "broken \uD83D half",
        "\uFFFE\uFFFF",
        "=cmd|'/c calc'!A1");

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_hostile_text_is_shown_and_does_nothing(string text)
    {
        // A page that is not well-formed would not parse.
        var page = ReportPages.Parse(Everywhere(text));
        Assert.Empty(ReportPages.Active(page));
        Assert.DoesNotContain(
            page.Root!.Value,
            c => char.IsControl(c) && c != '\n' || char.GetUnicodeCategory(c) == System.Globalization.UnicodeCategory.Format);
        Assert.Contains(page.Descendants("bdi"), b => b.Value == PlainText.Clean(text));
    }

    [Theory]
    [InlineData("浦发银行 *ST", "浦发银行 *ST")]
    [InlineData("a\r\nb\tc", "a  b c")]
    [InlineData("a\u202Eb", "a" + Replacement + "b")]
    [InlineData("𠮷野家", "𠮷野家")]
    [InlineData("\u2028", Replacement)]
    public void What_is_not_seen_is_made_visible(string text, string expected) => Assert.Equal(expected, PlainText.Clean(text));

    [Fact]
    public void Half_a_character_is_replaced() => Assert.Equal("x" + Replacement + "y", PlainText.Clean("x\uD800y"));

    [Fact]
    public void A_text_without_end_is_cut() => Assert.Equal(501, PlainText.Clean(new string('长', 10_000)).Length);

    static ReportData Everywhere(string text)
    {
        var data = ReportFixture.Make(1, ReportPages.AsOf);
        return data with
        {
            Health = new SyncHealth
            {
                Status = HealthStatus.Critical,
                AsOf = ReportPages.AsOf,
                ExpectedDay = data.Health.ExpectedDay,
                Reasons = [new HealthReason { Code = text, Severity = HealthStatus.Critical, Text = text, Advice = text }],
                Evidence = ReportEvidence.Make(data.Days, text),
            },
            Target = text,
            Endpoint = text,
            Host = text,
            Zone = text,
            Version = text,
            Names = data.Names.ToDictionary(n => n.Key, _ => text),
            Days = [.. data.Days.Select(
                d => d.Status == SyncDayStatus.Completed
                    ? d
                    : new SyncDay { Date = d.Date, Status = d.Status, Expected = 9, Reason = text })],
            Runs =
            [
                new SyncRun
                {
                    RunId = text, Kind = SyncKind.Day, Status = SyncRunStatus.Failed, StartedAt = ReportPages.AsOf.AddHours(-1),
                    EndedAt = ReportPages.AsOf,
                    Slot = text, ErrorId = text, Message = text, Host = text, Version = text,
                },
            ],
            Attempts =
            [
                new ScheduledAttempt
                {
                    AttemptId = text, Slot = text, Number = 1, Date = data.Days[^1].Date, StartedAt = ReportPages.AsOf,
                    Outcome = AttemptOutcome.Failed,
                    ErrorId = text, Message = text, Host = text,
                },
            ],
            Failures = [.. data.Failures.Select(
                f => new FailedStock { Code = f.Code, From = f.From, To = f.To, Reason = text, LastError = text })],
            Schedules = [new SyncSchedule { Name = text, Scheduler = SchedulerKind.Cron, Times = text, Location = text, Text = text }],
            Alerts =
            [
                new SyncAlert
                {
                    Rule = AlertRule.DayIncomplete, Scope = text, Severity = AlertSeverity.Critical, State = AlertState.Open, Title = text,
                    OpenedAt = ReportPages.AsOf, SeenAt = ReportPages.AsOf,
                },
            ],
        };
    }
}
