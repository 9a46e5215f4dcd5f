using StockSync.Engine.Operations.Alerts.Channels;

namespace StockSync.Engine.Operations.Alerts;

/// <summary>A message after an attempt: delivered, to be tried again, or given up.</summary>
sealed class RetryPlan(OffTheHour offTheHour, IRedactor redactor)
{
    const int LongestError = 300;

    static readonly TimeSpan s_first = TimeSpan.FromSeconds(30);
    static readonly TimeSpan s_longest = TimeSpan.FromHours(1);
    static readonly TimeSpan s_patience = TimeSpan.FromDays(3);

    public AlertDelivery After(AlertDelivery message, SendResult result, DateTime now)
    {
        var tried = message with { Attempts = message.Attempts + 1, LastError = result.Error is { } error ? Clean(error) : null };
        if (result.Verdict == SendVerdict.Accepted)
            return tried with { State = AlertDeliveryState.Delivered, DeliveredAt = now };
        if (result.Verdict == SendVerdict.Refused || now - message.CreatedAt >= s_patience)
            return tried with { State = AlertDeliveryState.Failed };

        var wait = TimeSpan.FromTicks(Math.Min(s_longest.Ticks, s_first.Ticks << Math.Min(message.Attempts, 10)));
        if (result.Wait > wait)
            wait = result.Wait.Value;
        return tried with { NotBefore = offTheHour.Of(now + wait) };
    }

    // What a server says is kept as one line of moderate length, and without what it repeats of the address: looked for as it was said,
    // and in the line that was made of it.
    string Clean(string error)
    {
        string line = redactor.Redact(SafeText.OneLine(redactor.Redact(error)));
        return line.Length <= LongestError ? line : line[..LongestError] + "…";
    }
}
