using StockSync.Engine.Operations.Alerts.Wording;

namespace StockSync.Engine.Operations.Alerts.Channels;

/// <summary>What a robot's answer means: HTTP's 200 is not delivery, its own code decides.</summary>
/// <param name="members">Names of the code's member, the usual one first.</param>
/// <param name="final">Codes that stay whatever is tried.</param>
/// <param name="waits">Codes after which it wants to be left alone, and for how long.</param>
sealed class WebhookResult(string[] members, long[] final, IReadOnlyDictionary<long, TimeSpan> waits)
{
    public SendResult Of(HttpAnswer answer, AlertWords words)
    {
        var (code, text) = WebhookJson.Read(answer.Body, members);
        if (code is null)
        {
            return answer.IsSuccess
                ? SendResult.Later(words.Get("NotUnderstood", answer.Status))
                : answer.Judge(words.Get("Answered", $"HTTP {answer.Status}", ""));
        }
        if (code == 0)
            return answer.IsSuccess ? SendResult.Accepted : answer.Judge(words.Get("Answered", $"HTTP {answer.Status}", ""));

        string error = words.Get("Answered", code, text);
        if (final.Contains(code.Value))
            return SendResult.Refused(error);
        return SendResult.Later(error, waits.TryGetValue(code.Value, out var wait) ? wait : answer.RetryAfter);
    }
}
