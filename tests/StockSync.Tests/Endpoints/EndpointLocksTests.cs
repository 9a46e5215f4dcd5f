using StockSync.Engine;
using StockSync.Engine.Service;
using StockSync.Engine.Sources.Baostock;
using StockSync.Engine.Stores;
using StockSync.MarketServer;
using StockSync.Tests.EndToEnd;
using Xunit;

namespace StockSync.Tests.Endpoints;

public sealed class EndpointLocksTests : IDisposable
{
    readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("stocksync-test-");

    string Folder => Path.Join(_home.FullName, "state", "endpoints");

    public void Dispose() => _home.Delete(recursive: true);

    [Theory]
    [InlineData("service:1", "here", true)]
    [InlineData("SERVICE:1", "HERE", true)]
    [InlineData("service:2", "here", false)]
    [InlineData("service:1", "there", false)]
    public void An_endpoint_is_taken_once_a_machine(string endpoint, string host, bool isSame)
    {
        using var first = new EndpointLocks(Folder).Take("service:1", "here", "run-1");
        Assert.Null(first.Problem);
        var error = Record.Exception(() => new EndpointLocks(Folder).Take(endpoint, host, null).Dispose());
        Assert.Equal(isSame, error is StockSyncException { ErrorId: ErrorIds.EndpointBusy });
        if (!isSame)
            Assert.Null(error);
    }

    [Fact]
    public void Given_back_it_can_be_taken_again_and_the_owner_is_the_new_one()
    {
        var locks = new EndpointLocks(Folder);
        locks.Take("service:1", "here", "run-1").Dispose();
        using var second = locks.Take("service:1", "here", "run-2");
        Assert.Null(second.Problem);
        var error = Assert.Throws<StockSyncException>(() => locks.Take("service:1", "here", null));
        Assert.Contains($"process {Environment.ProcessId} (run run-2)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_owner_that_left_no_name_keeps_others_out_all_the_same()
    {
        var locks = new EndpointLocks(Folder);
        using var first = locks.Take("service:1", "here", "run-1");
        foreach (string owner in Directory.GetFiles(Folder, "*.owner"))
            File.Delete(owner);
        var error = Assert.Throws<StockSyncException>(() => locks.Take("service:1", "here", null));
        Assert.Contains("another process", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nobody_else_can_look_at_the_files_and_their_names_tell_nothing()
    {
        using var first = new EndpointLocks(Folder).Take("service:1", "here", "run-1");
        Assert.True(OwnerOnly.Is(Folder));
        var files = Directory.GetFiles(Folder);
        Assert.Equal(2, files.Length);
        Assert.All(files, f => Assert.True(OwnerOnly.Is(f), f));
        Assert.All(files, f => Assert.DoesNotContain("service", f, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Where_no_lock_can_be_made_a_run_says_so_and_works()
    {
        // A file where the folder should be: it hinders whoever runs the tests, root too.
        await File.WriteAllTextAsync(Path.Join(_home.FullName, "state"), "");
        var market = new MadeUpMarket(seed: 5, stocks: 10, new DateOnly(2024, 1, 2), new DateOnly(2024, 1, 12));
        await using var rig = await EngineRig.StartAsync(market);
        await using var engine = new SyncEngine(new RunServices(
            rig.Settings,
            StoreFactory.Open(rig.Settings, TimeProvider.System),
            BaostockSource.AddressOf(rig.Settings).ToString(),
            gate => new BaostockSource(rig.Settings, gate, TimeProvider.System),
            TimeProvider.System)
        {
            Locks = new EndpointLocks(Folder),
        });
        var observer = new RecordingObserver();
        var request = new SyncRequest { Kind = SyncKind.Backfill, From = new DateOnly(2024, 1, 2), To = new DateOnly(2024, 1, 12) };
        Assert.Equal(SyncRunStatus.Completed, (await engine.RunAsync(request, observer, CancellationToken.None))!.Status);
        Assert.Single(observer.Verbose, text => text.Contains(rig.Service.Endpoint.ToString(), StringComparison.Ordinal) && text.Contains("Other sessions", StringComparison.Ordinal));
    }
}
