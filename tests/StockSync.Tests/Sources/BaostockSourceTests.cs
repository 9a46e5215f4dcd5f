using System.Net.Sockets;
using StockSync.Engine.Sources.Baostock;
using StockSync.Engine.Sources.Baostock.Protocol;
using StockSync.Engine.Sources.Contract;
using Xunit;

namespace StockSync.Tests.Sources;

public sealed class BaostockSourceTests
{
    const string Key = "bs-Ab0123456789ABCDEFGHIJKLMNOPQQ";

    [Theory]
    [InlineData("127.0.0.1:20030", "127.0.0.1:20030")]
    [InlineData(" localhost ", "localhost:10030")]
    [InlineData("public-api.baostock.com", "public-api.baostock.com:10030")]
    [InlineData("[::1]:20030", "[::1]:20030")]
    [InlineData("[::1]", "[::1]:10030")]
    [InlineData("::1", "[::1]:10030")]
    public void An_endpoint_is_a_host_with_or_without_a_port(string text, string expected) =>
        Assert.Equal(expected, Source(new SyncSettings { Endpoint = text }).Endpoint);

    [Theory]
    [InlineData("host:")]
    [InlineData("host:0")]
    [InlineData("host:65536")]
    [InlineData("host:-1")]
    [InlineData("host:http")]
    [InlineData(":10030")]
    [InlineData("[::1")]
    [InlineData("[host]:10030")]
    [InlineData("http://host:10030")]
    [InlineData("two words:10030")]
    [InlineData("host\u001b[2J")]
    public void Any_other_endpoint_is_refused_by_name(string text)
    {
        var error = Assert.Throws<StockSyncException>(() => Source(new SyncSettings { Endpoint = text }));

        Assert.Equal((ErrorIds.SettingInvalid, ErrorKind.InvalidArgument), (error.ErrorId, error.Kind));
        Assert.Contains(ServiceText.Clean(text), error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', error.Message);
        Assert.Equal("Endpoint", error.Target);
    }

    [Fact]
    public void The_key_selects_the_host_unless_one_is_set()
    {
        Assert.Equal(SyncSettings.PublicEndpoint, Source(new SyncSettings()).Endpoint);
        Assert.Equal(SyncSettings.VipEndpoint, Source(new SyncSettings { ApiKey = Key }).Endpoint);
        Assert.Equal("localhost:10030", Source(new SyncSettings { ApiKey = Key, Endpoint = "localhost" }).Endpoint);
    }

    [Fact]
    public async Task A_key_stands_in_the_options_of_the_login()
    {
        var rig = new SessionRig(_ => null, new SyncSettings { ApiKey = Key });
        await using var session = await rig.OpenAsync();

        Assert.Equal(["login", "anonymous", "123456", Key], ServiceFrame.Split(rig.Connection.Requests[0]).Fields);
        Assert.Equal(new ServiceAddress("vip-api.baostock.com", 10030), rig.Connector.Addresses[0]);
    }

    [Theory]
    [InlineData("bs-Ab0123456789ABCDEFGHIJKLMNOPQR")]
    [InlineData("bs-Ab0123456789ABCDEFGHIJKLMNOPQ")]
    [InlineData("xx-Ab0123456789ABCDEFGHIJKLMNOPQQ")]
    [InlineData("bs-Ab0123456789ABCDEFGHIJKLMNO\u0001QQ")]
    [InlineData("BS-Ab0123456789ABCDEFGHIJKLMNOPQQ")]
    [InlineData("secret")]
    public async Task A_malformed_key_is_refused_before_anything_is_sent_and_never_shown(string key)
    {
        var rig = new SessionRig(_ => null, new SyncSettings { ApiKey = key });

        var error = await Assert.ThrowsAsync<StockSyncException>(rig.OpenAsync);

        Assert.Equal((ErrorIds.SourceLoginRefused, ErrorKind.Authentication, false), (error.ErrorId, error.Kind, error.IsTransient));
        Assert.Empty(rig.Connector.Addresses);
        Assert.DoesNotContain(key, error.ToString() + error.Advice + error.Target, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_key_the_service_refuses_is_never_shown()
    {
        var rig = new SessionRig(_ => ServiceFrame.Error("10001002", "用户名或密码错误"), new SyncSettings { ApiKey = Key }) { AnswerLogin = false };

        var error = await Assert.ThrowsAsync<StockSyncException>(rig.OpenAsync);

        Assert.Equal(ErrorIds.SourceLoginRefused, error.ErrorId);
        Assert.True(rig.Connection.IsDisposed);
        Assert.DoesNotContain(Key, error.ToString() + error.Advice + error.Target, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_ban_at_login_stops_everything()
    {
        var rig = new SessionRig(_ => ServiceFrame.Error("10001011", "黑名单用户，请与管理员联系")) { AnswerLogin = false };

        var error = await Assert.ThrowsAsync<StockSyncException>(rig.OpenAsync);

        Assert.True(error.StopsEverything);
        Assert.False(error.IsTransient);
        Assert.Equal(["10001011"], rig.Gate.Bans);
        Assert.Equal([RequestKind.Login], rig.Gate.Passed);
        Assert.True(rig.Connection.IsDisposed);
    }

    [Fact]
    public async Task A_login_answered_by_something_else_is_refused()
    {
        var rig = new SessionRig(_ => ProtocolVector.Named("logout").Answer) { AnswerLogin = false };

        Assert.Equal(ErrorIds.SourceProtocol, (await Assert.ThrowsAsync<StockSyncException>(rig.OpenAsync)).ErrorId);
        Assert.True(rig.Connection.IsDisposed);
    }

    [Fact]
    public async Task A_host_that_refuses_is_named_with_advice()
    {
        var connector = new ScriptedConnector(_ => throw new SocketException((int)SocketError.ConnectionRefused));
        var error = await Assert.ThrowsAsync<StockSyncException>(
            () => Source(new SyncSettings { Endpoint = "[::1]:20030" }, connector).OpenAsync(default));

        Assert.Equal((ErrorIds.SourceUnreachable, ErrorKind.Connection, true), (error.ErrorId, error.Kind, error.IsTransient));
        Assert.Contains("[::1]:20030", error.Message, StringComparison.Ordinal);
        Assert.NotNull(error.Advice);
    }

    [Fact]
    public async Task A_host_that_does_not_answer_is_given_up_after_the_connect_timeout()
    {
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        var connector = new ScriptedConnector(async token =>
        {
            await Task.Delay(Timeout.Infinite, token);
            throw new InvalidOperationException();
        });
        var opening = new BaostockSource(new SyncSettings(), new RecordingGate(), time, connector).OpenAsync(default);
        Assert.False(opening.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(11));

        Assert.Equal(ErrorIds.SourceUnreachable, (await Assert.ThrowsAsync<StockSyncException>(() => opening)).ErrorId);
    }

    [Fact]
    public async Task Cancelling_a_connection_attempt_stays_a_cancellation()
    {
        using var cancel = new CancellationTokenSource();
        var connector = new ScriptedConnector(async token =>
        {
            await Task.Delay(Timeout.Infinite, token);
            throw new InvalidOperationException();
        });
        var opening = Source(new SyncSettings(), connector).OpenAsync(cancel.Token);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => opening);
    }

    static BaostockSource Source(SyncSettings settings, IConnector? connector = null) =>
        new(settings, new RecordingGate(), TimeProvider.System, connector);
}
