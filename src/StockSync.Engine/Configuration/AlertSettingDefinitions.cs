using System.Net.Mail;
using static StockSync.Engine.Configuration.SettingForms;

namespace StockSync.Engine.Configuration;

/// <summary>The settings of alerts, in the order in which they are shown.</summary>
static class AlertSettingDefinitions
{
    public static readonly IReadOnlyList<Setting> All =
    [
        new(nameof(AlertSettings.AlertLanguage), () => ConfigurationStrings.AcceptsLanguage, s => s.Alerts.AlertLanguage,
            (s, v) => Language(v) is { } name ? With(s, s.Alerts with { AlertLanguage = name }) : null),
        Seconds(nameof(AlertSettings.AlertDelayMin), 0, 900, s => s.Alerts.AlertDelayMin, (s, v) => With(s, s.Alerts with { AlertDelayMin = v })),
        Seconds(nameof(AlertSettings.AlertDelayMax), 0, 900, s => s.Alerts.AlertDelayMax, (s, v) => With(s, s.Alerts with { AlertDelayMax = v })),
        Seconds(nameof(AlertSettings.AlertRepeat), 60, 31 * 86_400, s => s.Alerts.AlertRepeat, (s, v) => With(s, s.Alerts with { AlertRepeat = v })),
        Seconds(nameof(AlertSettings.AlertTimeout), 0.1, 300, s => s.Alerts.AlertTimeout, (s, v) => With(s, s.Alerts with { AlertTimeout = v })),
        new(nameof(AlertSettings.AlertInsecure), () => ConfigurationStrings.FormatAcceptsWord("True, False"), s => s.Alerts.AlertInsecure.ToString(),
            (s, v) => bool.TryParse(v, out bool value) ? With(s, s.Alerts with { AlertInsecure = value }) : null),
        Text(nameof(AlertSettings.MailServer), "AcceptsMailServer", IsServer, s => s.Alerts.MailServer,
            (s, v) => With(s, s.Alerts with { MailServer = v })),
        Text(nameof(AlertSettings.MailUser), "AcceptsText", _ => true, s => s.Alerts.MailUser, (s, v) => With(s, s.Alerts with { MailUser = v })),
        Secret(nameof(AlertSettings.MailPassword), s => s.Alerts.MailPassword, (s, v) => With(s, s.Alerts with { MailPassword = v })),
        Text(nameof(AlertSettings.MailFrom), "AcceptsMail", IsMail, s => s.Alerts.MailFrom, (s, v) => With(s, s.Alerts with { MailFrom = v })),
        Text(nameof(AlertSettings.MailTo), "AcceptsMails", v => v.Split(',').All(IsMail), s => s.Alerts.MailTo,
            (s, v) => With(s, s.Alerts with { MailTo = v })),
        Word(nameof(AlertSettings.MailSeverity), s => s.Alerts.MailSeverity, (s, v) => With(s, s.Alerts with { MailSeverity = v })),
        Address(nameof(AlertSettings.WeComUrl), s => s.Alerts.WeComUrl, (s, v) => With(s, s.Alerts with { WeComUrl = v })),
        Word(nameof(AlertSettings.WeComSeverity), s => s.Alerts.WeComSeverity, (s, v) => With(s, s.Alerts with { WeComSeverity = v })),
        Address(nameof(AlertSettings.DingTalkUrl), s => s.Alerts.DingTalkUrl, (s, v) => With(s, s.Alerts with { DingTalkUrl = v })),
        Secret(nameof(AlertSettings.DingTalkSecret), s => s.Alerts.DingTalkSecret, (s, v) => With(s, s.Alerts with { DingTalkSecret = v })),
        Word(nameof(AlertSettings.DingTalkSeverity), s => s.Alerts.DingTalkSeverity, (s, v) => With(s, s.Alerts with { DingTalkSeverity = v })),
        Address(nameof(AlertSettings.FeishuUrl), s => s.Alerts.FeishuUrl, (s, v) => With(s, s.Alerts with { FeishuUrl = v })),
        Secret(nameof(AlertSettings.FeishuSecret), s => s.Alerts.FeishuSecret, (s, v) => With(s, s.Alerts with { FeishuSecret = v })),
        Word(nameof(AlertSettings.FeishuSeverity), s => s.Alerts.FeishuSeverity, (s, v) => With(s, s.Alerts with { FeishuSeverity = v })),
        Address(nameof(AlertSettings.WebhookUrl), s => s.Alerts.WebhookUrl, (s, v) => With(s, s.Alerts with { WebhookUrl = v })),
        Secret(nameof(AlertSettings.WebhookSecret), s => s.Alerts.WebhookSecret, (s, v) => With(s, s.Alerts with { WebhookSecret = v })),
        Word(nameof(AlertSettings.WebhookSeverity), s => s.Alerts.WebhookSeverity, (s, v) => With(s, s.Alerts with { WebhookSeverity = v })),
        Address(nameof(AlertSettings.PingUrl), s => s.Alerts.PingUrl, (s, v) => With(s, s.Alerts with { PingUrl = v })),
    ];

    static Setting Secret(string name, Func<SyncSettings, string?> read, Func<SyncSettings, string, SyncSettings> apply) =>
        Text(name, "AcceptsSecret", _ => true, read, apply, isSecret: true);

    static Setting Address(string name, Func<SyncSettings, string?> read, Func<SyncSettings, string, SyncSettings> apply) =>
        Text(name, "AcceptsAddress", IsAddress, read, apply, isSecret: true);

    static SyncSettings With(SyncSettings settings, AlertSettings alerts) => settings with { Alerts = alerts };

    static string? Language(string text) => text.ToLowerInvariant() switch
    {
        "en-us" or "en" => "en-US",
        "zh-cn" or "zh-hans" or "zh" => "zh-CN",
        _ => null,
    };

    static bool IsAddress(string text) => Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "https" or "http";

    static bool IsServer(string text) => EndpointText.TryNormalize(text, out _);

    static bool IsMail(string text) => MailAddress.TryCreate(text.Trim(), out _);
}
