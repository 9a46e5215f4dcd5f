using StockSync.Engine.Sources.Contract;
using Xunit;

namespace StockSync.Tests.Sources;

public sealed class ServiceErrorTests
{
    const string Transient = nameof(Transient), Terminal = nameof(Terminal), Stop = nameof(Stop);

    /// <summary>Code, class, error id, kind: every code of the service's list, the unlisted one, and some that nobody has seen.</summary>
    public static TheoryData<string, string, string, ErrorKind> Codes => new()
    {
        { "10001001", Transient, ErrorIds.SourceError, ErrorKind.Authentication },
        { "10001002", Terminal, ErrorIds.SourceLoginRefused, ErrorKind.Authentication },
        { "10001003", Terminal, ErrorIds.SourceLoginRefused, ErrorKind.Authentication },
        { "10001004", Terminal, ErrorIds.SourceLoginRefused, ErrorKind.Authentication },
        { "10001005", Stop, ErrorIds.SourceBanned, ErrorKind.Limit },
        { "10001006", Terminal, ErrorIds.SourceRejected, ErrorKind.Permission },
        { "10001007", Terminal, ErrorIds.SourceLoginRefused, ErrorKind.Authentication },
        { "10001008", Terminal, ErrorIds.SourceLoginRefused, ErrorKind.Authentication },
        { "10001009", Terminal, ErrorIds.SourceLoginRefused, ErrorKind.Authentication },
        { "10001010", Terminal, ErrorIds.SourceRejected, ErrorKind.InvalidArgument },
        { "10001011", Stop, ErrorIds.SourceBanned, ErrorKind.Limit },
        { "10001012", Terminal, ErrorIds.SourceLoginRefused, ErrorKind.Authentication },
        { "10001015", Terminal, ErrorIds.SourceRejected, ErrorKind.Permission },
        { "10002001", Transient, ErrorIds.SourceError, ErrorKind.Connection },
        { "10002002", Transient, ErrorIds.SourceError, ErrorKind.Connection },
        { "10002003", Transient, ErrorIds.SourceError, ErrorKind.Connection },
        { "10002004", Transient, ErrorIds.SourceError, ErrorKind.Connection },
        { "10002005", Transient, ErrorIds.SourceError, ErrorKind.Connection },
        { "10002006", Transient, ErrorIds.SourceError, ErrorKind.Connection },
        { "10002007", Transient, ErrorIds.SourceError, ErrorKind.Connection },
        { "10002008", Transient, ErrorIds.SourceError, ErrorKind.Connection },
        { "10004001", Terminal, ErrorIds.SourceRejected, ErrorKind.InvalidArgument },
        { "10004002", Terminal, ErrorIds.SourceRejected, ErrorKind.InvalidArgument },
        { "10004003", Terminal, ErrorIds.SourceRejected, ErrorKind.InvalidArgument },
        { "10004004", Terminal, ErrorIds.SourceRejected, ErrorKind.InvalidArgument },
        { "10004005", Terminal, ErrorIds.SourceRejected, ErrorKind.InvalidArgument },
        { "10004006", Terminal, ErrorIds.SourceRejected, ErrorKind.InvalidArgument },
        { "10004007", Terminal, ErrorIds.SourceRejected, ErrorKind.InvalidArgument },
        { "10004008", Terminal, ErrorIds.SourceRejected, ErrorKind.InvalidArgument },
        { "10004009", Terminal, ErrorIds.SourceRejected, ErrorKind.InvalidArgument },
        { "10004010", Terminal, ErrorIds.SourceRejected, ErrorKind.InvalidArgument },
        { "10004011", Terminal, ErrorIds.SourceRejected, ErrorKind.InvalidArgument },
        { "10004012", Terminal, ErrorIds.SourceRejected, ErrorKind.InvalidArgument },
        { "10004013", Terminal, ErrorIds.SourceRejected, ErrorKind.InvalidArgument },
        { "10004014", Terminal, ErrorIds.SourceRejected, ErrorKind.InvalidArgument },
        { "10004015", Terminal, ErrorIds.SourceRejected, ErrorKind.InvalidArgument },
        { "10004016", Terminal, ErrorIds.SourceRejected, ErrorKind.InvalidArgument },
        { "10004017", Terminal, ErrorIds.SourceRejected, ErrorKind.InvalidArgument },
        { "10004018", Terminal, ErrorIds.SourceRejected, ErrorKind.InvalidArgument },
        { "10004019", Terminal, ErrorIds.SourceRejected, ErrorKind.InvalidArgument },
        { "10004020", Terminal, ErrorIds.SourceRejected, ErrorKind.InvalidArgument },
        { "10005001", Transient, ErrorIds.SourceError, ErrorKind.Connection },
        { "10001099", Terminal, ErrorIds.SourceRejected, ErrorKind.InvalidArgument },
        { "10009999", Terminal, ErrorIds.SourceRejected, ErrorKind.InvalidArgument },
        { "7", Terminal, ErrorIds.SourceRejected, ErrorKind.InvalidArgument },
    };

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task Each_code_is_of_one_class_and_only_a_terminal_one_leaves_the_session_usable(
        string code, string expectedClass, string errorId, ErrorKind kind)
    {
        var service = new SessionRig(request => ServiceFrame.Error(code, "服务端文本\u202e"));
        var session = await service.OpenAsync();

        var error = await Assert.ThrowsAsync<StockSyncException>(
            () => session.GetStockRangeAsync(new StockCode(600000), SessionRig.Day, SessionRig.Day, new BarBatch(), default));

        Assert.Equal(errorId, error.ErrorId);
        Assert.Equal(kind, error.Kind);
        Assert.Equal(expectedClass == Transient, error.IsTransient);
        Assert.Equal(expectedClass == Stop, error.StopsEverything);
        Assert.Equal(expectedClass == Terminal, session.IsUsable);
        Assert.Equal(expectedClass == Stop ? [code] : [], service.Gate.Bans);
        Assert.Contains(code, error.Message, StringComparison.Ordinal);
        Assert.Contains(@"服务端文本\u202E", error.Message, StringComparison.Ordinal);
        Assert.Equal(code, error.Target);

        await session.DisposeAsync();
        Assert.Equal(expectedClass == Terminal ? [RequestKind.Login, RequestKind.StockRange, RequestKind.Logout] : [RequestKind.Login, RequestKind.StockRange], service.Gate.Passed);
        Assert.True(service.Connection.IsDisposed);
    }

    [Fact]
    public async Task A_service_that_does_not_know_market_days_says_so()
    {
        var session = await new SessionRig(request => ServiceFrame.Error("10004020", "错误的消息类型")).OpenAsync();

        var day = await Assert.ThrowsAsync<StockSyncException>(() => session.GetMarketDayAsync(SessionRig.Day, new BarBatch(), default));
        var factors = await Assert.ThrowsAsync<StockSyncException>(() => session.GetAdjustFactorsOfDayAsync(SessionRig.Day, default));

        Assert.Equal((ErrorIds.SourceUnsupported, false), (day.ErrorId, day.IsTransient));
        Assert.Equal(ErrorIds.SourceUnsupported, factors.ErrorId);
        Assert.True(session.IsUsable);
    }

    [Fact]
    public async Task A_failing_answer_may_be_of_any_type_compressed_or_not()
    {
        foreach (byte[] answer in (byte[][])[ServiceFrame.Compressed("96", "10001011", "黑名单"), ServiceFrame.Plain("36", "10001011", "黑名单")])
        {
            var session = await new SessionRig(_ => answer).OpenAsync();
            var error = await Assert.ThrowsAsync<StockSyncException>(() => session.GetMarketDayAsync(SessionRig.Day, new BarBatch(), default));
            Assert.True(error.StopsEverything);
        }
    }

    [Theory]
    [InlineData("", "text")]
    [InlineData("success", "text")]
    [InlineData("-1", "text")]
    [InlineData("12345678901", "text")]
    public async Task A_failing_answer_without_a_code_is_no_answer(string code, string text)
    {
        var session = await new SessionRig(_ => ServiceFrame.Error(code, text)).OpenAsync();

        var error = await Assert.ThrowsAsync<StockSyncException>(() => session.GetStocksAsync(0, default));

        Assert.Equal(ErrorIds.SourceProtocol, error.ErrorId);
        Assert.False(session.IsUsable);
    }
}
