namespace StockSync.Engine.Sources.Baostock.Answers;

/// <summary>Reads <c>yyyy-MM-dd</c>, ten bytes, a day that exists.</summary>
static class DateText
{
    public static bool TryParse(ReadOnlySpan<byte> text, out DateOnly date)
    {
        date = default;
        if (text.Length != 10 || text[4] != '-' || text[7] != '-'
            || !TryNumber(text[..4], out int year) || !TryNumber(text[5..7], out int month) || !TryNumber(text[8..], out int day)
            || year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
            return false;
        date = new DateOnly(year, month, day);
        return true;
    }

    static bool TryNumber(ReadOnlySpan<byte> digits, out int number)
    {
        number = 0;
        foreach (byte b in digits)
        {
            if (!char.IsAsciiDigit((char)b))
                return false;
            number = number * 10 + (b - '0');
        }
        return true;
    }
}
