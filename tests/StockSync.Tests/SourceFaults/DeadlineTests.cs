using StockSync.Engine.Sources.Baostock.Protocol;
using StockSync.Engine.Sources.Contract;
using StockSync.MarketServer;
using StockSync.Tests.EndToEnd;
using StockSync.Tests.Soak;
using StockSync.Tests.Sources;
using Xunit;

namespace StockSync.Tests.SourceFaults;

/// <summary>Answers that take for ever, and answers that come when nobody waits for them any more.</summary>
public class DeadlineTests
{
    static readonly DateOnly s_from = new(2024, 1, 2);
    static readonly DateOnly s_to = new(2024, 1, 31);
    static readonly StockCode s_code = new(2001);

    [Theory]
    [InlineData(false, 120)]
    [InlineData(true, 300)]
    public async Task An_answer_that_drips_is_given_up_at_the_deadline_of_the_whole_request(bool isMarketDay, int deadline)
    {
        using var report = new FaultReport("F5", "silent or a byte at a time");
        var rig = new SessionRig(_ => []);
        var session = await rig.OpenAsync();
        var into = new BarBatch();
        var asked = isMarketDay
            ? session.GetMarketDayAsync(SessionRig.Day, into, default)
            : session.GetStockRangeAsync(s_code, SessionRig.Day, SessionRig.Day, into, default);
        // A byte each ten seconds is never silent for long, and an answer of a megabyte would take four months.
        byte[] answer = [.. "00.9.00\u000199\u00010001000000"u8, .. new byte[100]];
        for (int seconds = 0; seconds < deadline; seconds += 10)
        {
            await rig.Connection.IsWaiting.Task;
            Assert.False(asked.IsCompleted);
            rig.Connection.Deliver(answer.AsSpan(seconds / 10, 1));
            await rig.Connection.TakenAsync();
            await rig.Connection.IsWaiting.Task;
            rig.Time.Advance(TimeSpan.FromSeconds(10));
        }
        var error = await Assert.ThrowsAsync<StockSyncException>(() => asked.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.Equal((ErrorIds.SourceTimeout, true), (error.ErrorId, error.IsTransient));
        Assert.Equal((0, false, true), (into.Count, session.IsUsable, rig.Connection.IsDisposed));
        report.Right(1);
    }

    [Theory]
    [InlineData("98", "drip 100", RequestShape.MarketDay)]
    [InlineData("98", "stall", RequestShape.MarketDay)]
    [InlineData("95", "drip 100", RequestShape.StockRange)]
    [InlineData("95", "stall", RequestShape.StockRange)]
    [InlineData("45", "stall", RequestShape.MarketDay)]
    [InlineData("00", "stall", RequestShape.MarketDay)]
    public async Task What_the_deadline_ends_is_asked_for_again_on_another_connection(string type, string fault, RequestShape shape)
    {
        using var report = new FaultReport("F5", "silent or a byte at a time");
        await using var rig = await StartAsync(TimeSpan.FromMilliseconds(500));
        rig.Service.Faults.Add($"{type} x2 {fault}");
        var seen = await rig.BackfillAsync(s_from, s_to, shape);
        Assert.All(seen.Days, d => Assert.Equal(SyncDayStatus.Completed, d.Status));
        await TruthChecker.AssertEqualAsync(rig, s_from, s_to);

        var struck = rig.Service.Log.Entries.Where(e => e.Fault is not null).ToList();
        Assert.Equal(2, struck.Count);
        Assert.All(struck, s => Assert.DoesNotContain(rig.Service.Log.Entries, e => e.Connection == s.Connection && e.Number > s.Number));
        Assert.Equal(1, rig.Service.Log.MostConnectionsAtOnce);
        report.Right(struck.Count);
    }

    [Fact]
    public async Task Late_answers_never_bring_rows_under_another_code()
    {
        using var report = new FaultReport("F7", "answers to another request");
        // The service thinks longer than we wait, sends the answer all the same, and by then another stock has been asked for.
        await using var rig = await StartAsync(TimeSpan.FromMilliseconds(400));
        foreach (var stock in rig.Market.Securities.Where(s => s.IsAShare).Where((_, i) => i % 3 == 0))
            rig.Service.Faults.Add(new Fault("95", FaultAction.Slow(TimeSpan.FromMilliseconds(420))) { Code = stock.Code });
        var seen = await rig.BackfillAsync(s_from, s_to, RequestShape.StockRange);
        Assert.All(seen.Days, d => Assert.Equal(SyncDayStatus.Completed, d.Status));
        await TruthChecker.AssertEqualAsync(rig, s_from, s_to);
        Assert.True((await rig.RunsAsync())[0].Retries >= 4);
        report.Right(1);
    }

    [Fact]
    public async Task A_line_that_answers_one_request_behind_brings_no_row_under_another_code()
    {
        using var report = new FaultReport("F7", "answers to another request");
        // Each connection first sends what was meant for the one before it.
        byte[]? before = null;
        byte[] Script(byte[] request)
        {
            byte[] answer = ServiceFrame.Answer(request, SessionRig.Row(SessionRig.Day, ServiceFrame.Split(request).Fields[4]), Query.BarFields);
            (before, answer) = (answer, before ?? answer);
            return answer;
        }

        var into = new BarBatch();
        await using (var first = await new SessionRig(Script).OpenAsync())
            await first.GetStockRangeAsync(s_code, SessionRig.Day, SessionRig.Day, into, default);
        for (int number = 2002; number < 2010; number++)
        {
            await using var next = await new SessionRig(Script).OpenAsync();
            var error = await Assert.ThrowsAsync<StockSyncException>(
                () => next.GetStockRangeAsync(new StockCode(number), SessionRig.Day, SessionRig.Day, into, default));
            Assert.Equal(ErrorIds.SourceProtocol, error.ErrorId);
            Assert.False(next.IsUsable);
        }
        Assert.Equal(s_code, Assert.Single(into.Rows.ToArray()).Code);
        report.Right(8);
    }

    static async Task<EngineRig> StartAsync(TimeSpan limit)
    {
        var rig = await EngineRig.StartAsync(new MadeUpMarket(seed: 23, stocks: 12, s_from, s_to));
        rig.Settings = rig.Settings with { ReadTimeout = limit, RequestTimeout = limit, MarketDayTimeout = limit };
        return rig;
    }
}
