using StockSync.Engine.Sources.Baostock;
using StockSync.Engine.Sources.Baostock.Protocol;
using StockSync.Engine.Sources.Contract;
using Xunit;

namespace StockSync.Tests.Sources;

public class ReadPatienceTests
{
    static readonly StockCode s_code = new(2001);

    [Theory]
    [InlineData(0, 30)]
    [InlineData(49, 30)]
    [InlineData(50, 5)]
    public void A_service_is_known_after_fifty_answers(int answers, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), After(answers, TimeSpan.FromMilliseconds(40)).Limit);

    [Theory]
    [InlineData(0.01, 5)]
    [InlineData(0.25, 5)]
    [InlineData(0.5, 10)]
    [InlineData(1.5, 30)]
    [InlineData(20, 30)]
    public void It_is_given_twenty_times_its_slowest_answer_within_five_seconds_and_the_setting(double slowest, double seconds)
    {
        var patience = After(40, TimeSpan.FromMilliseconds(10));
        patience.Answered(TimeSpan.FromSeconds(slowest));
        for (int i = 0; i < 9; i++)
            patience.Answered(TimeSpan.FromMilliseconds(10));
        Assert.Equal(TimeSpan.FromSeconds(seconds), patience.Limit);
    }

    [Fact]
    public void A_setting_below_five_seconds_is_kept()
    {
        var patience = new ReadDeadline(TimeSpan.FromSeconds(2));
        for (int i = 0; i < 60; i++)
            patience.Answered(TimeSpan.FromMilliseconds(10));
        Assert.Equal(TimeSpan.FromSeconds(2), patience.Limit);
    }

    [Fact]
    public void After_a_silence_the_next_request_gets_all_the_time_there_is()
    {
        var patience = After(60, TimeSpan.FromMilliseconds(10));
        patience.Silent();
        Assert.Equal(TimeSpan.FromSeconds(30), patience.Limit);
    }

    [Fact]
    public async Task A_stall_of_a_service_that_was_quick_is_given_up_early()
    {
        bool stalls = false;
        var rig = new SessionRig(request =>
            stalls ? [] : ServiceFrame.Answer(request, SessionRig.Row(SessionRig.Day, ServiceFrame.Split(request).Fields[4]), Query.BarFields));
        var session = await rig.OpenAsync();
        for (int i = 0; i < 50; i++)
            await session.GetStockRangeAsync(s_code, SessionRig.Day, SessionRig.Day, new BarBatch(), default);
        stalls = true;
        var asked = session.GetStockRangeAsync(s_code, SessionRig.Day, SessionRig.Day, new BarBatch(), default);
        await rig.Connection.IsWaiting.Task;
        rig.Time.Advance(TimeSpan.FromSeconds(4.9));
        Assert.False(asked.IsCompleted);
        rig.Time.Advance(TimeSpan.FromSeconds(0.1));
        var error = await Assert.ThrowsAsync<StockSyncException>(() => asked);
        Assert.Equal((ErrorIds.SourceTimeout, true), (error.ErrorId, session.IsUsable is false));
    }

    static ReadDeadline After(int answers, TimeSpan each)
    {
        var patience = new ReadDeadline(TimeSpan.FromSeconds(30));
        for (int i = 0; i < answers; i++)
            patience.Answered(each);
        return patience;
    }
}
