namespace StockSync.Engine.Sources.Baostock.Answers;

/// <summary>Reads <c>1</c> and <c>0</c>.</summary>
static class FlagText
{
    public static bool TryParse(ReadOnlySpan<byte> text, out bool value)
    {
        value = text is [(byte)'1'];
        return value || text is [(byte)'0'];
    }
}
