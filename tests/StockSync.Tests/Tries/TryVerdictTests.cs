using StockSync.Engine.Operations.Schedules;
using Xunit;

namespace StockSync.Tests.Tries;

public class TryVerdictTests
{
    [Theory]
    [InlineData(ErrorIds.RunActive, TryOutcome.Busy, 75)]
    [InlineData(ErrorIds.EndpointBusy, TryOutcome.Busy, 75)]
    [InlineData(ErrorIds.LeaseLost, TryOutcome.Busy, 75)]
    [InlineData(ErrorIds.SourceBanned, TryOutcome.Blocked, 75)]
    [InlineData(ErrorIds.BudgetSpent, TryOutcome.Blocked, 75)]
    [InlineData(ErrorIds.SourceUnreachable, TryOutcome.Failed, 1)]
    [InlineData(ErrorIds.StoreUnreachable, TryOutcome.Failed, 1)]
    [InlineData(ErrorIds.StoreFull, TryOutcome.Failed, 1)]
    [InlineData(ErrorIds.StoreLoginRefused, TryOutcome.Misconfigured, 78)]
    [InlineData(ErrorIds.StoreReadOnly, TryOutcome.Misconfigured, 78)]
    [InlineData(ErrorIds.StoreSchemaNewer, TryOutcome.Misconfigured, 78)]
    [InlineData(ErrorIds.SettingInvalid, TryOutcome.Misconfigured, 78)]
    public void An_error_has_an_outcome_and_an_exit_code(string errorId, TryOutcome outcome, int exitCode)
    {
        var found = TryVerdict.Of(new StockSyncException(errorId, ErrorKind.Connection, "why"));
        Assert.Equal((outcome, exitCode), (found, TryVerdict.ExitCode(found)));
    }

    [Theory]
    [InlineData(SyncDayStatus.Completed, 5, 0, 0, TryOutcome.Completed, 0)]
    [InlineData(SyncDayStatus.Partial, 4, 1, 0, TryOutcome.Partial, 2)]
    [InlineData(SyncDayStatus.Failed, 0, 5, 0, TryOutcome.NotPublished, 75)]
    [InlineData(SyncDayStatus.Failed, 0, 0, 5, TryOutcome.Failed, 1)]
    [InlineData(SyncDayStatus.Failed, 0, 4, 1, TryOutcome.Failed, 1)]
    [InlineData(SyncDayStatus.Pending, 0, 0, 0, TryOutcome.Partial, 2)]
    public void A_day_has_an_outcome_and_an_exit_code(SyncDayStatus status, int stored, int late, int failed, TryOutcome outcome, int exitCode)
    {
        var day = new SyncDay { Date = new DateTime(2026, 1, 5), Status = status, Expected = 5, Stored = stored, Late = late, Failed = failed };
        var found = TryVerdict.Of(day);
        Assert.Equal((outcome, exitCode), (found, TryVerdict.ExitCode(found)));
    }

    [Fact]
    public void A_day_that_turned_out_to_be_none_is_nothing_due() => Assert.Equal(TryOutcome.NothingDue, TryVerdict.Of(day: null));

    [Theory]
    [InlineData(TryOutcome.Stopped, 130)]
    [InlineData(TryOutcome.AlreadyComplete, 0)]
    [InlineData(TryOutcome.NothingDue, 0)]
    public void Other_outcomes_have_exit_codes(TryOutcome outcome, int exitCode) => Assert.Equal(exitCode, TryVerdict.ExitCode(outcome));
}
