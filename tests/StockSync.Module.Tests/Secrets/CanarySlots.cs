namespace StockSync.Module.Tests.Secrets;

/// <summary>Every setting that holds a secret, with one; and what must be set beside them for the channels to be used.</summary>
static class CanarySlots
{
    /// <param name="database">The database text.</param>
    /// <param name="channel">A web server that stands for every robot, as host:port.</param>
    public static Dictionary<string, string> Secrets(string database, string channel) => new()
    {
        ["Database"] = database,
        ["ApiKey"] = Canary.ApiKey,
        ["MailPassword"] = Canary.Password,
        ["WeComUrl"] = $"http://{channel}/cgi-bin/webhook/send?key={Canary.Token("wecom")}",
        ["DingTalkUrl"] = $"http://{channel}/robot/send?access_token={Canary.Token("dingtalk")}",
        ["DingTalkSecret"] = "SEC" + Canary.Token("dingtalk"),
        ["FeishuUrl"] = $"http://{channel}/open-apis/bot/v2/hook/{Canary.Token("feishu")}",
        ["FeishuSecret"] = Canary.Token("feishu"),
        ["WebhookUrl"] = $"http://hook:{Uri.EscapeDataString(Canary.Password)}@{channel}/{Canary.Token("webhook")}",
        ["WebhookSecret"] = "whsec_" + Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(Canary.Token("webhook"))),
        ["PingUrl"] = $"http://{channel}/ping/{Canary.Token("ping")}",
    };

    /// <param name="channel">A server that stands for the mail server, as host:port.</param>
    public static Dictionary<string, string> Others(string channel) => new()
    {
        ["MailServer"] = channel,
        ["MailUser"] = "sender@example.com",
        ["MailTo"] = "receiver@example.com",
        ["AlertInsecure"] = "true",
        ["AlertDelayMin"] = "0",
        ["AlertDelayMax"] = "0",
        ["AlertTimeout"] = "1",
        ["LogLevel"] = "Debug",
        ["OutageBudget"] = "1",
    };

    /// <summary>The variable that sets a setting: <c>WeComUrl</c> → <c>STOCKSYNC_WE_COM_URL</c>.</summary>
    public static string Variable(string setting) =>
        "STOCKSYNC" + string.Concat(setting.Select(c => char.IsUpper(c) ? $"_{c}" : char.ToUpperInvariant(c).ToString()));
}
