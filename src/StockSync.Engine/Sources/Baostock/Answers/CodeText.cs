namespace StockSync.Engine.Sources.Baostock.Answers;

/// <summary>Reads the code of a security in the service's form, two letters, a point, six digits: <c>sh.600000</c>.</summary>
static class CodeText
{
    /// <param name="text">The text.</param>
    /// <param name="code">The stock, where it is an A share.</param>
    /// <param name="isAShare">False for an index, a fund, a bond, a B share, or another exchange.</param>
    /// <returns>False when the text has not the form of a code at all.</returns>
    public static bool TryParse(ReadOnlySpan<byte> text, out StockCode code, out bool isAShare)
    {
        code = default;
        isAShare = false;
        if (text.Length != 9 || text[2] != '.' || !char.IsAsciiLetterLower((char)text[0]) || !char.IsAsciiLetterLower((char)text[1]))
            return false;
        int number = 0;
        foreach (byte b in text[3..])
        {
            if (!char.IsAsciiDigit((char)b))
                return false;
            number = number * 10 + (b - '0');
        }
        if (!StockCode.IsAShare(number))
            return true;
        code = new StockCode(number);
        isAShare = text[..2].SequenceEqual(code.Exchange == Exchange.SH ? "sh"u8 : "sz"u8);
        return true;
    }
}
