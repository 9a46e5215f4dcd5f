namespace StockSync.Engine.Operations.Alerts.Channels;

/// <summary>What a server answered.</summary>
/// <param name="Status">HTTP's code.</param>
/// <param name="Body">Its text, of limited length.</param>
/// <param name="RetryAfter">How long it wants to be left alone; null where it did not say.</param>
sealed record HttpAnswer(int Status, string Body, TimeSpan? RetryAfter)
{
    public bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>By the status alone: what says "never" is a wrong address, a wrong key, or a message the server will not have.</summary>
    public SendResult Judge(string error) => Status switch
    {
        >= 200 and < 300 => SendResult.Accepted,
        400 or 401 or 403 or 404 or 405 or 410 or 413 or 414 or 415 or 422 => SendResult.Refused(error),
        _ => SendResult.Later(error, RetryAfter),
    };
}
