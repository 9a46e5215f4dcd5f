using System.Globalization;

namespace StockSync.MarketServer;

/// <summary>The words of a rule, taken one by one; a <see cref="FormatException"/> says which one is wrong.</summary>
sealed class RuleWords(string text)
{
    readonly Queue<string> _words = new(text.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    public bool IsEnd => _words.Count == 0;

    public string Next(string what) => _words.TryDequeue(out var word) ? word : throw new FormatException($"it ends before {what}");

    /// <summary>Takes the word if it is the next one.</summary>
    public bool Take(string word)
    {
        if (!_words.TryPeek(out var next) || next != word)
            return false;
        _words.Dequeue();
        return true;
    }

    public void Expect(string word)
    {
        if (Next($"'{word}'") is var next && next != word)
            throw new FormatException($"'{next}' is not '{word}'");
    }

    public DayRange Days()
    {
        var word = Next("a day");
        return word.Split("..") switch
        {
            [var day] => new DayRange(Day(day), Day(day)),
            [var first, var last] when Day(first) <= Day(last) => new DayRange(Day(first), Day(last)),
            _ => throw new FormatException($"'{word}' is neither a day nor a range of days"),
        };
    }

    public DateOnly Day() => Day(Next("a day"));

    /// <summary>A dash is no day.</summary>
    public DateOnly? DayOrNone() => Take("-") ? null : Day();

    public string Code() => Code(Next("a code"));

    /// <summary>One code or several with commas between them.</summary>
    public IReadOnlyList<string> Codes() => [.. Next("codes").Split(',').Select(Code)];

    /// <summary>From 0 to 1.</summary>
    public double Share()
    {
        var word = Next("a share");
        return double.TryParse(word, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var share) && share <= 1
            ? share
            : throw new FormatException($"'{word}' is no share from 0 to 1");
    }

    public int Number()
    {
        var word = Next("a number");
        return int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new FormatException($"'{word}' is no whole number");
    }

    static DateOnly Day(string word) =>
        DecimalText.TryDay(word, out var day) ? day : throw new FormatException($"'{word}' is no day like 2024-01-02");

    static string Code(string word) =>
        MarketCode.IsWellFormed(word) ? word : throw new FormatException($"'{word}' is no code like sh.600000");
}
