using StockSync.Tests.Configuration;
using Xunit;

namespace StockSync.Tests.Alerts;

public sealed class AlertSettingTests : IDisposable
{
    const string Url = "https://oapi.dingtalk.com/robot/send?access_token=CaNaRy0001";

    readonly ConfigurationSandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    [Theory]
    [InlineData("WeComUrl", "STOCKSYNC_WE_COM_URL")]
    [InlineData("DingTalkSecret", "STOCKSYNC_DING_TALK_SECRET")]
    [InlineData("ScheduleTimes", "STOCKSYNC_SCHEDULE_TIMES")]
    public void Variables_are_named_like_all_others(string name, string variable) => Assert.Equal(variable, _sandbox.Show(name).Variable);

    [Fact]
    public void Values_are_read_from_wherever_settings_come_from()
    {
        _sandbox.Environment["ROBOT"] = Url;
        _sandbox.Environment["STOCKSYNC_SCHEDULE_TIMES"] = "18:30, 7:15";
        _sandbox.Environment["STOCKSYNC_ALERT_LANGUAGE"] = "ZH-cn";
        _sandbox.Environment["STOCKSYNC_STATE_DIRECTORY"] = "state";
        _sandbox.Write("""{ "default": { "DingTalkUrl": "env:ROBOT", "DingTalkSeverity": "critical", "LogLevel": "Debug" } }""");
        var settings = _sandbox.Resolve();
        Assert.Equal(Url, settings.Alerts.DingTalkUrl);
        Assert.Equal(AlertSeverity.Critical, settings.Alerts.DingTalkSeverity);
        Assert.Equal([new TimeOnly(18, 30), new TimeOnly(7, 15)], settings.ScheduleTimes);
        Assert.Equal("zh-CN", settings.Alerts.AlertLanguage);
        Assert.Equal(LogLevel.Debug, settings.LogLevel);
        Assert.Equal(Path.Join(_sandbox.Home, "state"), settings.StateDirectory);
        Assert.Equal("*** (env:ROBOT)", _sandbox.Show("DingTalkUrl").Value);
        Assert.Equal("18:30, 07:15", _sandbox.Show("ScheduleTimes").Value);
    }

    [Theory]
    [InlineData("MailPassword")]
    [InlineData("WeComUrl")]
    [InlineData("DingTalkUrl")]
    [InlineData("DingTalkSecret")]
    [InlineData("FeishuUrl")]
    [InlineData("FeishuSecret")]
    [InlineData("WebhookUrl")]
    [InlineData("WebhookSecret")]
    [InlineData("PingUrl")]
    public void A_secret_is_neither_written_nor_shown_and_a_reference_to_it_is(string name)
    {
        var error = Assert.Throws<StockSyncException>(() => _sandbox.Open().Set(null, name, Url));
        Assert.DoesNotContain("CaNaRy", error.ToString(), StringComparison.OrdinalIgnoreCase);
        _sandbox.Open().Set(null, name, "env:ROBOT");
        Assert.Equal("*** (env:ROBOT)", _sandbox.Show(name).Value);
    }

    [Theory]
    [InlineData("AlertLanguage", "fr-FR")]
    [InlineData("AlertInsecure", "yes")]
    [InlineData("MailServer", "http://host")]
    [InlineData("MailFrom", "nobody")]
    [InlineData("MailTo", "a@example.com;b@example.com")]
    [InlineData("MailSeverity", "1")]
    [InlineData("LogLevel", "Loud")]
    [InlineData("LogSize", "1")]
    [InlineData("ScheduleTimes", "20:00, 20:00")]
    [InlineData("ScheduleTimes", "")]
    [InlineData("ScheduleTimes", "8pm")]
    public void A_bad_value_is_refused(string name, string value)
    {
        _sandbox.Parameters[name] = value;
        Assert.Equal(name, Assert.Throws<StockSyncException>(() => _sandbox.Resolve()).Target);
    }

    [Theory]
    [InlineData("WEBHOOK_URL", "http://CaNaRy.example/hook", "WebhookUrl")]
    [InlineData("PING_URL", "http://CaNaRy.example/ping", "PingUrl")]
    [InlineData("WE_COM_URL", "CaNaRy", "WeComUrl")]
    [InlineData("FEISHU_URL", "file:CaNaRy", "FeishuUrl")]
    [InlineData("MAIL_SERVER", "smtp.example.com", "MailTo")]
    [InlineData("ALERT_DELAY_MIN", "151", "AlertDelayMin")]
    public void What_cannot_work_is_told_by_name_and_never_by_secret(string variable, string value, string target)
    {
        _sandbox.Environment["STOCKSYNC_" + variable] = value;
        var error = Assert.Throws<StockSyncException>(() => _sandbox.Resolve());
        Assert.Equal((ErrorIds.SettingInvalid, target), (error.ErrorId, error.Target));
        if (!value.StartsWith("file:", StringComparison.Ordinal))
            Assert.DoesNotContain("CaNaRy", error.ToString(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_closed_network_may_allow_plain_http()
    {
        _sandbox.Environment["STOCKSYNC_WEBHOOK_URL"] = "http://10.0.0.1/hook";
        _sandbox.Environment["STOCKSYNC_ALERT_INSECURE"] = "true";
        Assert.True(_sandbox.Resolve().Alerts.AlertInsecure);
    }
}
