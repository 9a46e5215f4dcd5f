using Microsoft.Extensions.Time.Testing;
using StockSync.Engine.Operations.Alerts;
using StockSync.Engine.Stores.Contract;
using Xunit;

namespace StockSync.Tests.Alerts;

public sealed class LocalOutboxTests : IDisposable
{
    readonly string _home = Directory.CreateTempSubdirectory("stocksync-").FullName;
    readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 5, 12, 10, 0, TimeSpan.Zero));

    string State => Path.Join(_home, "state");

    DateTime Now => _time.GetUtcNow().UtcDateTime;

    public void Dispose() => Directory.Delete(_home, recursive: true);

    LocalOutbox Open() => new(State, _time);

    AlertChanges Changes(string id = "msg_1") => new()
    {
        Alerts =
        [
            new SyncAlert
            {
                Rule = AlertRule.StoreUnusable, Scope = AlertSamples.Target, Severity = AlertSeverity.Warning, State = AlertState.Open,
                Title = "数据库", OpenedAt = Now, SeenAt = Now, NotifiedAt = Now, RunId = "r",
            },
        ],
        Messages = [AlertSamples.Message(id, Now)],
    };

    [Fact]
    public async Task Another_process_finds_what_was_written()
    {
        var changes = Changes();
        await Open().ApplyAlertsAsync(changes, default);
        Assert.Equal(changes.Alerts, await Open().GetAlertsAsync(true, 10, default));
        var found = Assert.Single(await Open().GetDeliveriesAsync(true, 10, default));
        Assert.Equal(changes.Messages[0].Content.Lines, found.Content.Lines);
        Assert.Equal(changes.Messages[0] with { Content = found.Content }, found);
    }

    [Fact]
    public async Task A_message_is_written_once_and_claimed_by_one()
    {
        await Open().ApplyAlertsAsync(Changes(), default);
        await Open().ApplyAlertsAsync(Changes(), default);
        Assert.Single(await Open().ClaimMessagesAsync(Now, TimeSpan.FromMinutes(1), 10, default));
        Assert.Empty(await Open().ClaimMessagesAsync(Now, TimeSpan.FromMinutes(1), 10, default));

        // Whoever claimed it died.
        var again = Assert.Single(await Open().ClaimMessagesAsync(Now.AddMinutes(1), TimeSpan.FromMinutes(1), 10, default));
        await Open().RecordDeliveryAsync(again with { State = AlertDeliveryState.Delivered }, default);
        Assert.Empty(await Open().GetDeliveriesAsync(true, 10, default));
        Assert.Single(await Open().GetDeliveriesAsync(false, 10, default));
    }

    [Fact]
    public async Task Nobody_else_may_read_it_and_nothing_is_left_beside_it()
    {
        await Open().ApplyAlertsAsync(Changes(), default);
        Assert.Equal(["outbox.json", "outbox.lock"], Directory.GetFiles(State).Select(f => Path.GetFileName(f)).Order());
        if (OperatingSystem.IsWindows())
            return;
        foreach (string file in Directory.GetFiles(State))
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(State));
    }

    [Fact]
    public async Task Nothing_is_created_while_there_is_nothing_to_keep()
    {
        await Open().ApplyAlertsAsync(AlertChanges.None, default);
        Assert.Empty(await Open().GetAlertsAsync(false, 10, default));
        Assert.Empty(await Open().ClaimMessagesAsync(Now, TimeSpan.FromMinutes(1), 10, default));
        Assert.False(Directory.Exists(State));
        Assert.False(Open().Exists);
    }

    [Fact]
    public async Task Many_at_once_lose_nothing()
    {
        var outboxes = Enumerable.Range(0, 8).Select(_ => new LocalOutbox(State, TimeProvider.System));
        await Task.WhenAll(outboxes.Select((o, i) => Task.Run(() => o.ApplyAlertsAsync(Changes($"m{i}"), default))));
        Assert.Equal(8, (await Open().GetDeliveriesAsync(true, 100, default)).Count);
    }

    [Fact]
    public async Task A_damaged_file_is_put_aside()
    {
        await Open().ApplyAlertsAsync(Changes(), default);
        await File.WriteAllTextAsync(Path.Join(State, "outbox.json"), "{ \"Alerts\": [");
        Assert.Empty(await Open().GetAlertsAsync(false, 10, default));
        await Open().ApplyAlertsAsync(Changes(), default);
        Assert.Single(await Open().GetAlertsAsync(false, 10, default));
        Assert.True(File.Exists(Path.Join(State, "outbox.json.damaged")));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_used_is_told_with_its_name()
    {
        await File.WriteAllTextAsync(State, "a file");
        var error = await Assert.ThrowsAsync<StockSyncException>(() => Open().ApplyAlertsAsync(Changes(), default));
        Assert.Equal(ErrorIds.FileInvalid, error.ErrorId);
        Assert.Contains("outbox.json", error.Message, StringComparison.Ordinal);
        Assert.NotNull(error.Advice);
    }

    [Fact]
    public async Task What_is_over_for_a_month_is_forgotten_and_what_waits_is_not()
    {
        await Open().ApplyAlertsAsync(Changes("old"), default);
        var old = (await Open().GetDeliveriesAsync(true, 10, default))[0];
        await Open().RecordDeliveryAsync(old with { State = AlertDeliveryState.Delivered }, default);
        await Open().ApplyAlertsAsync(new AlertChanges { Messages = [AlertSamples.Message("waiting", Now)] }, default);
        _time.Advance(TimeSpan.FromDays(31));
        await Open().ApplyAlertsAsync(new AlertChanges { Messages = [AlertSamples.Message("new", Now)] }, default);
        Assert.Equal(["new", "waiting"], (await Open().GetDeliveriesAsync(false, 10, default)).Select(m => m.MessageId).Order());
        Assert.Empty(await Open().GetAlertsAsync(false, 10, default));
    }
}
