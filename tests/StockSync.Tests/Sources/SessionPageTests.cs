using System.Globalization;
using StockSync.Engine.Sources.Baostock.Protocol;
using StockSync.Engine.Sources.Contract;
using Xunit;

namespace StockSync.Tests.Sources;

/// <summary>Answers that come page by page.</summary>
public sealed class SessionPageTests
{
    const string CalendarColumns = "calendar_date, is_trading_day";

    static readonly StockCode s_code = new(2001);
    static readonly DateOnly s_from = new(2026, 11, 1), s_to = new(2026, 11, 30);

    [Fact]
    public async Task Pages_are_asked_for_until_one_is_not_full()
    {
        var rig = new SessionRig(Calendar(days: 25, pageSize: 10), new SyncSettings { PageSize = 10 });
        await using var session = await rig.OpenAsync();

        var days = await session.GetCalendarAsync(s_from, s_to, default);

        Assert.Equal(Enumerable.Range(0, 25).Select(s_from.AddDays), days.Select(d => d.Date));
        Assert.Equal([RequestKind.Login, RequestKind.Calendar, RequestKind.Calendar, RequestKind.Calendar], rig.Gate.Passed);
        Assert.Equal(["1", "2", "3"], rig.Connection.Requests.Skip(1).Select(r => ServiceFrame.Split(r).Fields[2]));
    }

    [Fact]
    public async Task A_last_page_that_is_full_is_followed_by_an_empty_one()
    {
        var rig = new SessionRig(Calendar(days: 20, pageSize: 10), new SyncSettings { PageSize = 10 });
        await using var session = await rig.OpenAsync();

        Assert.Equal(20, (await session.GetCalendarAsync(s_from, s_to, default)).Count);
        Assert.Equal(4, rig.Gate.Passed.Count);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(500, 500)]
    [InlineData(1_000_000, 10_000)]
    public async Task The_page_size_stays_within_what_the_service_honours(int setting, int expected)
    {
        var rig = new SessionRig(request => ServiceFrame.Answer(request, "", ""), new SyncSettings { PageSize = setting });
        await using var session = await rig.OpenAsync();
        await session.GetStocksAsync(0, default);

        Assert.Equal($"{expected}", ServiceFrame.Split(rig.Connection.Requests[1]).Fields[3]);
    }

    [Fact]
    public async Task A_later_page_that_fails_fails_the_query_and_nothing_of_it_comes_out()
    {
        var first = Bars(2);
        var rig = new SessionRig(
            request => ServiceFrame.Split(request).Fields[2] == "1" ? first(request) : ServiceFrame.Error("10005001", "系统错误"),
            new SyncSettings { PageSize = 2 });
        await using var session = await rig.OpenAsync();
        var into = new BarBatch();

        var error = await Assert.ThrowsAsync<StockSyncException>(() => session.GetStockRangeAsync(s_code, s_from, s_to, into, default));

        Assert.Equal(ErrorIds.SourceError, error.ErrorId);
        Assert.Equal(0, into.Count);
    }

    [Fact]
    public async Task A_service_that_never_ends_its_pages_is_stopped()
    {
        // The same row again and again: a harmless duplicate each time, for ever.
        string rows = string.Join(',', Enumerable.Repeat(SessionRig.Row(s_from), 5000));
        var rig = new SessionRig(request => ServiceFrame.Answer(request, rows, Query.BarFields), new SyncSettings { PageSize = 5000 });
        var session = await rig.OpenAsync();

        var error = await Assert.ThrowsAsync<StockSyncException>(
            () => session.GetStockRangeAsync(s_code, s_from, s_to, new BarBatch(), default));

        Assert.Equal(nameof(ProtocolFault.RowCount), error.Target);
        Assert.False(session.IsUsable);
    }

    [Fact]
    public async Task A_page_with_more_rows_than_asked_for_is_refused()
    {
        var rig = new SessionRig(Bars(3), new SyncSettings { PageSize = 2 });
        var session = await rig.OpenAsync();

        await SessionAssert.ProtocolAsync(ProtocolFault.RowCount, session, () => session.GetStockRangeAsync(s_code, s_from, s_to, new BarBatch(), default));
    }

    static Func<byte[], byte[]> Calendar(int days, int pageSize) => request =>
    {
        int page = int.Parse(ServiceFrame.Split(request).Fields[2], CultureInfo.InvariantCulture);
        var rows = Enumerable.Range(0, days).Skip((page - 1) * pageSize).Take(pageSize).Select(i => $"[\"{s_from.AddDays(i):yyyy-MM-dd}\",\"1\"]");
        return ServiceFrame.Answer(request, string.Join(',', rows), CalendarColumns);
    };

    static Func<byte[], byte[]> Bars(int count)
    {
        string rows = string.Join(',', Enumerable.Range(0, count).Select(i => SessionRig.Row(s_from.AddDays(i))));
        return request => ServiceFrame.Answer(request, rows, Query.BarFields);
    }
}
