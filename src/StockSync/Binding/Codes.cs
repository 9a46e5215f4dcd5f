namespace StockSync.Binding;

/// <summary>From the surface's six digits to the engine's <see cref="StockCode"/>.</summary>
static class Codes
{
    /// <summary>Codes that a <see cref="CodeArgumentAttribute"/> has let pass; each once, null gives none.</summary>
    public static IReadOnlyList<StockCode> Parse(IEnumerable<string>? codes)
    {
        var parsed = new List<StockCode>();
        foreach (string text in codes ?? [])
        {
            if (StockCode.TryParse(text, out var code) && !parsed.Contains(code))
                parsed.Add(code);
        }
        return parsed;
    }
}
