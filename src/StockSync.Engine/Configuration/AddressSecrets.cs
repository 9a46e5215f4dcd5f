namespace StockSync.Engine.Configuration;

/// <summary>The parts of a web address that are secrets: whoever knows them can write to the channel.</summary>
static class AddressSecrets
{
    // Tokens of robots and pings are 32 characters and more; words of a path are shorter. What stands behind a question mark is named,
    // and may be somebody's own short one.
    const int ShortestToken = 12;
    const int ShortestValue = 8;

    public static IEnumerable<string> Of(string address)
    {
        yield return address;
        if (!Uri.TryCreate(address.Trim(), UriKind.Absolute, out var uri))
            yield break;
        if (uri.Query.Length > 1 || uri.PathAndQuery.Length > ShortestToken)
            yield return uri.PathAndQuery;
        if (uri.UserInfo.Split(':', 2) is [_, var password])
            yield return password;
        foreach (string segment in uri.AbsolutePath.Split('/').Where(s => s.Length >= ShortestToken))
            yield return segment;
        foreach (string pair in uri.Query.TrimStart('?').Split('&'))
        {
            if (pair.Split('=', 2) is [_, { Length: >= ShortestValue } value])
                yield return value;
        }
    }
}
