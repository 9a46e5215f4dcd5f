using System.Globalization;

namespace StockSync.MarketServer;

/// <summary>
/// Faults as text: <c>TYPE[:WHAT[,WHAT]] [skip N] [xN | x*] ACTION [ARGUMENT]</c>. TYPE is a message type or <c>*</c>; WHAT is a
/// code, a day or a range <c>2026-03-02..2026-03-06</c>. Without xN the fault strikes once, with <c>x*</c> always.
/// </summary>
public static class FaultText
{
    /// <summary>The actions and what they take, for a help text.</summary>
    public const string Actions =
        """
        drop                 close without an answer
        reset                reset the connection
        stall                never answer
        slow MS              answer so many milliseconds later
        drip MS              send one byte every MS milliseconds
        half BYTES | half P% send the first bytes of the answer, then close
        badcrc               wrong CRC of a plain answer
        badzlib              flip a bit of the data
        truncated            cut the compressed data, keep the frame sound
        wrong                answer another request
        error CODE [TEXT]    error answer, type 04
        zero                 success without rows
        partial SHARE        SHARE (0 to 1) of the stocks lack bars; all_stock lists them
        late                 the days given are not published (95, 98, 35)
        garbled KIND         one bad row: nan, shifted, date, code
        short                one row lacks its last value
        """;

    /// <summary>Reads one fault; a <see cref="FormatException"/> says what is wrong.</summary>
    public static Fault Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var words = new Queue<string>(text.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        try
        {
            var target = words.Dequeue().Split(':', 2);
            var (code, from, to) = What(target.Length > 1 ? target[1] : "");
            var skip = words.Peek() == "skip" ? Whole(Second(words)) : 0;
            var times = words.Peek() is ['x', ..] ? Times(words.Dequeue()[1..]) : 1;
            var action = Action(words.Dequeue(), words);
            if (words.Count > 0)
                throw new FormatException($"'{words.Peek()}' is too much");
            return new Fault(target[0] == "*" ? null : target[0].ToUpperInvariant(), action)
            {
                Code = code,
                From = from,
                To = to,
                Skip = skip,
                Times = times,
            };
        }
        catch (InvalidOperationException)
        {
            throw new FormatException($"The fault '{text}' ends too early.");
        }
        catch (FormatException bad)
        {
            throw new FormatException($"The fault '{text}' is not understood: {bad.Message}", bad);
        }
    }

    static (string? Code, DateOnly? From, DateOnly? To) What(string text)
    {
        string? code = null;
        DateOnly? from = null, to = null;
        foreach (var part in text.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part.Length > 2 && part[2] == '.')
                code = part;
            else
                (from, to) = part.Split("..") is [var first, var last] ? (Day(first), Day(last)) : (Day(part), Day(part));
        }
        return (code, from, to);
    }

    static FaultAction Action(string name, Queue<string> rest) => name switch
    {
        "drop" => FaultAction.Drop,
        "reset" => FaultAction.Reset,
        "stall" => FaultAction.Stall,
        "slow" => FaultAction.Slow(Milliseconds(rest.Dequeue())),
        "drip" => FaultAction.Drip(Milliseconds(rest.Dequeue())),
        "half" => rest.Dequeue() is var size && size.EndsWith('%')
            ? FaultAction.HalfFrame(Share(size[..^1]) / 100)
            : FaultAction.HalfFrame(Whole(size)),
        "badcrc" => FaultAction.BadCrc,
        "badzlib" => FaultAction.BadZlib,
        "truncated" => FaultAction.TruncatedZlib,
        "wrong" => FaultAction.WrongMessage,
        "error" => rest.Count > 1 ? FaultAction.ErrorCode(rest.Dequeue(), Rest(rest)) : FaultAction.ErrorCode(rest.Dequeue()),
        "zero" => FaultAction.ZeroRows,
        "partial" => FaultAction.PartialDay(Share(rest.Dequeue())),
        "late" => FaultAction.LateDay,
        "garbled" => Enum.TryParse<Garbling>(rest.Dequeue(), ignoreCase: true, out var garbling)
            ? FaultAction.GarbledRow(garbling)
            : throw new FormatException("garbled takes nan, shifted, date or code"),
        "short" => FaultAction.ShortRow,
        _ => throw new FormatException($"there is no action '{name}'"),
    };

    static string Second(Queue<string> words)
    {
        words.Dequeue();
        return words.Dequeue();
    }

    static string Rest(Queue<string> rest)
    {
        var text = string.Join(' ', rest);
        rest.Clear();
        return text;
    }

    static int Times(string text) => text == "*" ? Fault.Forever : Whole(text);

    static int Whole(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);

    static double Share(string text) => double.Parse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);

    static TimeSpan Milliseconds(string text) => TimeSpan.FromMilliseconds(Whole(text));

    static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
