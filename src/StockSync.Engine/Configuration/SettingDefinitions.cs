using System.Globalization;
using System.Net.Mail;
using static StockSync.Engine.Configuration.SettingForms;

namespace StockSync.Engine.Configuration;

/// <summary>All settings, in the order in which they are shown.</summary>
static class SettingDefinitions
{
    public static readonly IReadOnlyList<Setting> All =
    [
        new(nameof(SyncSettings.Database), () => ConfigurationStrings.AcceptsDatabase, s => s.Database, (s, v) => s with { Database = v }, isSecret: true),
        new(nameof(SyncSettings.Endpoint), () => ConfigurationStrings.AcceptsEndpoint, s => s.Endpoint,
            (s, v) => EndpointText.TryNormalize(v, out var endpoint) ? s with { Endpoint = endpoint } : null),
        new(nameof(SyncSettings.ApiKey), () => ConfigurationStrings.AcceptsApiKey, s => s.ApiKey,
            (s, v) => v.Length <= 512 && !v.Any(char.IsControl) ? s with { ApiKey = v } : null, isSecret: true),
        Integer(nameof(SyncSettings.ThrottleLimit), 1, 64, s => s.ThrottleLimit, (s, v) => s with { ThrottleLimit = v }),
        Integer(nameof(SyncSettings.DailyBudget), 1, 10_000_000, s => s.DailyBudget, (s, v) => s with { DailyBudget = v }),
        Number(nameof(SyncSettings.MaxRequestsPerSecond), 0, 10_000, s => s.MaxRequestsPerSecond, (s, v) => s with { MaxRequestsPerSecond = v }),
        Seconds(nameof(SyncSettings.BanCooldown), 0, 31 * 86_400, s => s.BanCooldown, (s, v) => s with { BanCooldown = v }),
        Integer(nameof(SyncSettings.RetryAttempts), 1, 20, s => s.RetryAttempts, (s, v) => s with { RetryAttempts = v }),
        Seconds(nameof(SyncSettings.RetryMinDelay), 0, 3_600, s => s.RetryMinDelay, (s, v) => s with { RetryMinDelay = v }),
        Seconds(nameof(SyncSettings.RetryMaxDelay), 0, 3_600, s => s.RetryMaxDelay, (s, v) => s with { RetryMaxDelay = v }),
        Seconds(nameof(SyncSettings.SecondRoundDelay), 0, 3_600, s => s.SecondRoundDelay, (s, v) => s with { SecondRoundDelay = v }),
        Integer(nameof(SyncSettings.OutageLimit), 1, 100_000, s => s.OutageLimit, (s, v) => s with { OutageLimit = v }),
        Seconds(nameof(SyncSettings.OutageBudget), 1, 86_400, s => s.OutageBudget, (s, v) => s with { OutageBudget = v }),
        Seconds(nameof(SyncSettings.ConnectTimeout), 0.1, 600, s => s.ConnectTimeout, (s, v) => s with { ConnectTimeout = v }),
        Seconds(nameof(SyncSettings.ReadTimeout), 0.1, 3_600, s => s.ReadTimeout, (s, v) => s with { ReadTimeout = v }),
        Seconds(nameof(SyncSettings.RequestTimeout), 0.1, 86_400, s => s.RequestTimeout, (s, v) => s with { RequestTimeout = v }),
        Seconds(nameof(SyncSettings.MarketDayTimeout), 0.1, 86_400, s => s.MarketDayTimeout, (s, v) => s with { MarketDayTimeout = v }),
        Integer(nameof(SyncSettings.PageSize), 1, 10_000, s => s.PageSize, (s, v) => s with { PageSize = v }),
        Integer(nameof(SyncSettings.BatchSize), 1, 10_000, s => s.BatchSize, (s, v) => s with { BatchSize = v }),
        Integer(nameof(SyncSettings.BatchMin), 1, 10_000, s => s.BatchMin, (s, v) => s with { BatchMin = v }),
        Integer(nameof(SyncSettings.BatchMax), 1, 10_000, s => s.BatchMax, (s, v) => s with { BatchMax = v }),
        Integer(nameof(SyncSettings.BatchStep), 0, 10_000, s => s.BatchStep, (s, v) => s with { BatchStep = v }),
        Integer(nameof(SyncSettings.PoolMin), 0, 1_000, s => s.PoolMin, (s, v) => s with { PoolMin = v }),
        Integer(nameof(SyncSettings.PoolMax), 1, 1_000, s => s.PoolMax, (s, v) => s with { PoolMax = v }),
        Seconds(nameof(SyncSettings.CommandTimeout), 1, 86_400, s => s.CommandTimeout, (s, v) => s with { CommandTimeout = v }),
        Integer(nameof(SyncSettings.CommitDays), 1, 1_000, s => s.CommitDays, (s, v) => s with { CommitDays = v }),
        Integer(nameof(SyncSettings.CommitRows), 1, 10_000_000, s => s.CommitRows, (s, v) => s with { CommitRows = v }),
        Seconds(nameof(SyncSettings.CommitDelay), 0, 600, s => s.CommitDelay, (s, v) => s with { CommitDelay = v }),
        new(nameof(SyncSettings.PublishTime), () => ConfigurationStrings.AcceptsTime, s => s.PublishTime.ToString("HH:mm", CultureInfo.InvariantCulture),
            (s, v) => TryParseTime(v, out var time) ? s with { PublishTime = time } : null),
        Integer(nameof(SyncSettings.LookBackDays), 0, 250, s => s.LookBackDays, (s, v) => s with { LookBackDays = v }),
        Seconds(nameof(SyncSettings.LeaseExpiry), 1, 86_400, s => s.LeaseExpiry, (s, v) => s with { LeaseExpiry = v }),
        Seconds(nameof(SyncSettings.LeaseHeartbeat), 0.1, 3_600, s => s.LeaseHeartbeat, (s, v) => s with { LeaseHeartbeat = v }),
        new(nameof(SyncSettings.ScheduleTimes), () => ConfigurationStrings.AcceptsTimes, s => TimesText(s.ScheduleTimes),
            (s, v) => Times(v) is not { } times ? null

                // Equal lists stay the same list, for a record compares them by identity.
                : times.SequenceEqual(s.ScheduleTimes) ? s : s with { ScheduleTimes = times }),
        Text(nameof(SyncSettings.StateDirectory), "AcceptsFolder", _ => true, s => s.StateDirectory, (s, v) => s with { StateDirectory = v }),
        Word(nameof(SyncSettings.LogLevel), s => s.LogLevel, (s, v) => s with { LogLevel = v }),
        Long(nameof(SyncSettings.LogSize), 4_096, 1L << 40, s => s.LogSize, (s, v) => s with { LogSize = v }),
        Integer(nameof(SyncSettings.LogCount), 1, 1_000, s => s.LogCount, (s, v) => s with { LogCount = v }),
        .. AlertSettingDefinitions.All,
    ];

    public static readonly IReadOnlyList<string> Names = [.. All.Select(s => s.Name)];

    /// <summary>The setting of that name, in any case, or null.</summary>
    public static Setting? Find(string name) => All.FirstOrDefault(s => s.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    static string TimesText(IReadOnlyList<TimeOnly> times) =>
        string.Join(", ", times.Select(t => t.ToString("HH:mm", CultureInfo.InvariantCulture)));

    // One to a dozen, none twice.
    static List<TimeOnly>? Times(string text)
    {
        var times = new List<TimeOnly>();
        foreach (string part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (!TryParseTime(part, out var time) || times.Contains(time) || times.Count == 12)
                return null;
            times.Add(time);
        }
        return times;
    }
}

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
