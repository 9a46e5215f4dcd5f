using StockSync.Engine.Operations.Schedules;
using Xunit;

namespace StockSync.Tests.ScheduledSync;

public class AttemptVerdictTests
{
    [Theory]
    [InlineData(ErrorIds.RunActive, AttemptOutcome.Busy, 75)]
    [InlineData(ErrorIds.EndpointBusy, AttemptOutcome.Busy, 75)]
    [InlineData(ErrorIds.LeaseLost, AttemptOutcome.Busy, 75)]
    [InlineData(ErrorIds.SourceBanned, AttemptOutcome.Blocked, 75)]
    [InlineData(ErrorIds.BudgetSpent, AttemptOutcome.Blocked, 75)]
    [InlineData(ErrorIds.SourceUnreachable, AttemptOutcome.Failed, 1)]
    [InlineData(ErrorIds.StoreUnreachable, AttemptOutcome.Failed, 1)]
    [InlineData(ErrorIds.StoreFull, AttemptOutcome.Failed, 1)]
    [InlineData(ErrorIds.StoreLoginRefused, AttemptOutcome.Misconfigured, 78)]
    [InlineData(ErrorIds.StoreReadOnly, AttemptOutcome.Misconfigured, 78)]
    [InlineData(ErrorIds.StoreSchemaNewer, AttemptOutcome.Misconfigured, 78)]
    [InlineData(ErrorIds.SettingInvalid, AttemptOutcome.Misconfigured, 78)]
    public void An_error_has_an_outcome_and_an_exit_code(string errorId, AttemptOutcome outcome, int exitCode)
    {
        var found = AttemptVerdict.Of(new StockSyncException(errorId, ErrorKind.Connection, "why"));
        Assert.Equal((outcome, exitCode), (found, AttemptVerdict.ExitCode(found)));
    }

    [Theory]
    [InlineData(SyncDayStatus.Completed, 5, 0, 0, AttemptOutcome.Completed, 0)]
    [InlineData(SyncDayStatus.Partial, 4, 1, 0, AttemptOutcome.Partial, 2)]
    [InlineData(SyncDayStatus.Failed, 0, 5, 0, AttemptOutcome.NotPublished, 75)]
    [InlineData(SyncDayStatus.Failed, 0, 0, 5, AttemptOutcome.Failed, 1)]
    [InlineData(SyncDayStatus.Failed, 0, 4, 1, AttemptOutcome.Failed, 1)]
    [InlineData(SyncDayStatus.Pending, 0, 0, 0, AttemptOutcome.Partial, 2)]
    public void A_day_has_an_outcome_and_an_exit_code(SyncDayStatus status, int stored, int late, int failed, AttemptOutcome outcome, int exitCode)
    {
        var day = new SyncDay { Date = new DateTime(2026, 1, 5), Status = status, Expected = 5, Stored = stored, Late = late, Failed = failed };
        var found = AttemptVerdict.Of(day);
        Assert.Equal((outcome, exitCode), (found, AttemptVerdict.ExitCode(found)));
    }

    [Fact]
    public void A_day_that_turned_out_to_be_none_is_nothing_due() => Assert.Equal(AttemptOutcome.NothingDue, AttemptVerdict.Of(day: null));

    [Theory]
    [InlineData(AttemptOutcome.Stopped, 130)]
    [InlineData(AttemptOutcome.AlreadyComplete, 0)]
    [InlineData(AttemptOutcome.NothingDue, 0)]
    public void Other_outcomes_have_exit_codes(AttemptOutcome outcome, int exitCode) => Assert.Equal(exitCode, AttemptVerdict.ExitCode(outcome));
}
