using Microsoft.Extensions.Time.Testing;
using StockSync.Engine;
using StockSync.Engine.Configuration;
using StockSync.Engine.Operations.Log;
using StockSync.MarketServer;
using StockSync.Tests.EndToEnd;
using Xunit;

namespace StockSync.Tests.Log;

/// <summary>Whatever happens to the log, nobody is disturbed, and it is told once.</summary>
public sealed class LogFaultTests : IDisposable
{
    static readonly DateOnly s_from = new(2024, 1, 2);
    static readonly DateOnly s_to = new(2024, 1, 12);

    readonly FakeTimeProvider _time = new();
    readonly LogFolder _folder;

    public LogFaultTests() => _folder = new LogFolder { Time = _time };

    public void Dispose() => _folder.Dispose();

    [UnixFact]
    public void A_full_disk_is_told_once_with_the_number_of_lost_events()
    {
        FullDisk(_folder.State);
        var log = _folder.Open();
        for (int i = 0; i < 5; i++)
            log.Write(LogFolder.Event());
        string? fault = log.TakeFault();
        Assert.Contains(_folder.Current, fault, StringComparison.Ordinal);
        Assert.Contains("5", fault, StringComparison.Ordinal);
        Assert.Null(log.TakeFault());

        // There is room again: the gap is on record.
        File.Delete(_folder.Current);
        log.Write(LogFolder.Event("after"));
        Assert.Null(log.TakeFault());
        Assert.Equal(["log.gap", "after"], _folder.Lines().Select(l => l.GetProperty("event").GetString()));
        Assert.Equal(5, _folder.Lines()[0].GetProperty("data").GetProperty("lost").GetInt32());
    }

    [Fact]
    public void A_file_where_the_folder_should_be_is_told()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder.State)!);
        File.WriteAllText(_folder.State, "in the way");
        var log = _folder.Open();
        log.Write(LogFolder.Event());
        Assert.NotNull(log.TakeFault());
    }

    [Fact]
    public void A_folder_that_cannot_be_is_told()
    {
        var log = new JsonLog("/\0", LogLevel.Information, 1_000, 2, new Redactor([]), _time);
        log.Write(LogFolder.Event());
        Assert.NotNull(log.TakeFault());
    }

    [Fact]
    public void A_lock_that_is_never_given_back_costs_one_wait_and_not_one_for_each_event()
    {
        var log = _folder.Open();
        log.Write(LogFolder.Event("before"));
        using (Hold())
        {
            long start = TimeProvider.System.GetTimestamp();
            for (int i = 0; i < 1_500; i++)
                log.Write(LogFolder.Event());
            Assert.InRange(TimeProvider.System.GetElapsedTime(start).TotalSeconds, 0, 5);
            Assert.Contains("1500", log.TakeFault()!.Replace(",", "", StringComparison.Ordinal), StringComparison.Ordinal);
        }
        _time.Advance(TimeSpan.FromSeconds(6));
        log.Write(LogFolder.Event("after"));
        Assert.Equal(["before", "log.gap", "after"], _folder.Lines().Select(l => l.GetProperty("event").GetString()));
    }

    [Fact]
    public void What_a_lock_has_held_up_is_written_when_it_is_free()
    {
        var log = _folder.Open();
        log.Write(LogFolder.Event("before"));
        using (Hold())
        {
            log.Write(LogFolder.Event("held"));
            log.Write(LogFolder.Event("up"));
        }
        Assert.Single(_folder.Lines());
        Assert.Null(log.TakeFault());
        Assert.Equal(["before", "held", "up"], _folder.Lines().Select(l => l.GetProperty("event").GetString()));
    }

    [UnixFact]
    public async Task F17_a_run_whose_log_is_full_is_as_any_other_with_one_warning()
    {
        await using var rig = await EngineRig.StartAsync(new MadeUpMarket(seed: 3, stocks: 12, s_from, s_to));
        rig.Settings = rig.Settings with { StateDirectory = _folder.State, LogLevel = LogLevel.Debug };
        FullDisk(_folder.State);
        var seen = new RecordingObserver();
        SyncRun? run;
        await using (var engine = EngineFactory.Create(rig.Settings))
            run = await engine.RunAsync(new SyncRequest { Kind = SyncKind.Backfill, From = s_from, To = s_to }, seen, default);
        Assert.Equal(SyncRunStatus.Completed, run!.Status);
        Assert.Contains(_folder.Current, Assert.Single(seen.Warnings), StringComparison.Ordinal);
        Assert.Empty(seen.Errors);
        await TruthChecker.AssertEqualAsync(rig, s_from, s_to);
    }

    FileStream Hold() => new(_folder.Current + ".lock", FileMode.Open, FileAccess.ReadWrite, FileShare.None);

    static void FullDisk(string state)
    {
        Directory.CreateDirectory(state);
        File.CreateSymbolicLink(Path.Join(state, "stocksync.log"), "/dev/full");
    }
}
