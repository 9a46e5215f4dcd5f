using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace StockSync.Engine.Configuration;

/// <summary>Takes secrets out of texts, whatever their case: the drivers' errors show them in lower case.</summary>
sealed class Redactor : IRedactor
{
    const string Mask = "***";

    // Shorter ones would blacken half of every text, and are no secrets.
    const int Shortest = 4;

    readonly string[] _forms;
    readonly SearchValues<string> _search;

    public Redactor(IEnumerable<string?> secrets)
    {
        // The longest first: a short form may be part of a long one, whose rest would stay.
        _forms = [.. secrets
            .Where(s => s?.Trim().Length >= Shortest)
            .SelectMany(s => SecretForms.Of(s!))
            .Where(f => f.Length >= Shortest)
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .OrderByDescending(f => f.Length)];
        _search = SearchValues.Create(_forms, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>One for settings.</summary>
    /// <param name="settings">The settings in force, references resolved.</param>
    /// <param name="database">The secrets that the database text holds, as the stores read it.</param>
    public static Redactor Of(SyncSettings settings, IEnumerable<string?> database)
    {
        var alerts = settings.Alerts;
        string?[] addresses = [alerts.WeComUrl, alerts.DingTalkUrl, alerts.FeishuUrl, alerts.WebhookUrl, alerts.PingUrl];
        string?[] keys = [settings.ApiKey, alerts.MailPassword, alerts.DingTalkSecret, alerts.FeishuSecret, alerts.WebhookSecret];
        return new Redactor([.. database, .. keys, .. keys.Select(KeyPart), .. addresses.OfType<string>().SelectMany(AddressSecrets.Of)]);
    }

    [return: NotNullIfNotNull(nameof(text))]
    public string? Redact(string? text)
    {
        if (text is null || !text.AsSpan().ContainsAny(_search))
            return text;
        foreach (string form in _forms)
            text = text.Replace(form, Mask, StringComparison.OrdinalIgnoreCase);
        return text;
    }

    // Signing keys are often written with a prefix that says what they are: whsec_….
    static string? KeyPart(string? key) => key?.Split('_', 2) is [_, var part] ? part : null;
}
