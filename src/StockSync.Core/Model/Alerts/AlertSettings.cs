namespace StockSync;

/// <summary>Who is told, and how. A channel without an address is off; each has a minimum severity.</summary>
public sealed record AlertSettings
{
    /// <summary>Language of messages: <c>en-US</c> or <c>zh-CN</c>; null means that of the session.</summary>
    public string? AlertLanguage { get; init; }

    /// <summary>Shortest wait after a full or half hour before a message is sent: then all the world's schedules send theirs, and robots refuse some.</summary>
    public TimeSpan AlertDelayMin { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Longest such wait; the wait is random between the two.</summary>
    public TimeSpan AlertDelayMax { get; init; } = TimeSpan.FromSeconds(150);

    /// <summary>How often an open critical alert is repeated.</summary>
    public TimeSpan AlertRepeat { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Longest duration of one delivery.</summary>
    public TimeSpan AlertTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// True allows plain HTTP, mail without TLS, and webhooks in private networks. False unless a test or a closed network needs it. (A mail
    /// server may always be in a private network: it proves who it is.)
    /// </summary>
    public bool AlertInsecure { get; init; }

    /// <summary>Host, or host:port, of the mail server. Port 465 (default) means TLS from the start, every other one STARTTLS.</summary>
    public string? MailServer { get; init; }

    /// <summary>User at the mail server; null means: no login.</summary>
    public string? MailUser { get; init; }

    /// <summary>The mailbox's authorization code. Never shown.</summary>
    public string? MailPassword { get; init; }

    /// <summary>Sender; null means <see cref="MailUser"/>: Chinese providers demand that both be equal.</summary>
    public string? MailFrom { get; init; }

    /// <summary>Receivers, parted by commas.</summary>
    public string? MailTo { get; init; }

    /// <summary>The least that is mailed.</summary>
    public AlertSeverity MailSeverity { get; init; } = AlertSeverity.Warning;

    /// <summary>Address of a WeCom group robot; its key is part of it. Never shown.</summary>
    public string? WeComUrl { get; init; }

    /// <summary>The least that it is told.</summary>
    public AlertSeverity WeComSeverity { get; init; } = AlertSeverity.Warning;

    /// <summary>Address of a DingTalk robot; its token is part of it. Never shown.</summary>
    public string? DingTalkUrl { get; init; }

    /// <summary>The robot's signing secret. Never shown.</summary>
    public string? DingTalkSecret { get; init; }

    /// <summary>The least that it is told.</summary>
    public AlertSeverity DingTalkSeverity { get; init; } = AlertSeverity.Warning;

    /// <summary>Address of a Feishu robot; its token is part of it. Never shown.</summary>
    public string? FeishuUrl { get; init; }

    /// <summary>The robot's signing secret. Never shown.</summary>
    public string? FeishuSecret { get; init; }

    /// <summary>The least that it is told.</summary>
    public AlertSeverity FeishuSeverity { get; init; } = AlertSeverity.Warning;

    /// <summary>Address of a webhook of your own. Never shown.</summary>
    public string? WebhookUrl { get; init; }

    /// <summary>The key its messages are signed with (HMAC-SHA256, as Standard Webhooks writes it down). Never shown.</summary>
    public string? WebhookSecret { get; init; }

    /// <summary>The least that it is told.</summary>
    public AlertSeverity WebhookSeverity { get; init; } = AlertSeverity.Warning;

    /// <summary>Address pinged at the start and the end of each attempt (a dead man's switch: it notices when this machine is dead). Never shown.</summary>
    public string? PingUrl { get; init; }

    /// <inheritdoc/>
    public override string ToString() => nameof(AlertSettings);
}
