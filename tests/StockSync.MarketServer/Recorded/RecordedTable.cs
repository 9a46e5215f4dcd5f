using System.Text;

namespace StockSync.MarketServer;

/// <summary>
/// One recorded file as its own bytes and where each row begins. A row becomes texts only when it is asked for: a million
/// rows are then a hundred megabytes, not a gigabyte.
/// </summary>
sealed class RecordedTable
{
    readonly byte[] _bytes;
    readonly int[] _starts;
    readonly int[] _columns;

    RecordedTable(byte[] bytes, int[] starts, int[] columns)
    {
        _bytes = bytes;
        _starts = starts;
        _columns = columns;
    }

    public int Count => _starts.Length;

    public static RecordedTable Read(string path)
    {
        var bytes = RecordedText.ReadBytes(path);
        var starts = new List<int>();
        for (var at = NextLine(bytes, 0); at < bytes.Length; at = NextLine(bytes, at))
            if (bytes[at] is not ((byte)'\n' or (byte)'\r'))
                starts.Add(at);
        var columns = Line(bytes, 0).Split(',').Select(BarColumns.IndexOf).ToArray();
        if (!columns.Contains(BarColumns.Date) || !columns.Contains(BarColumns.Code))
            throw new InvalidDataException($"{path} has no date or no code column.");
        return new RecordedTable(bytes, [.. starts], columns);
    }

    public MarketBar Bar(int row)
    {
        var values = new string[BarColumns.All.Count];
        // what the file lacks, the valuations as a rule, is sent as an empty slot
        Array.Fill(values, "");
        var cells = Line(_bytes, _starts[row]).Split(',');
        for (var i = 0; i < cells.Length && i < _columns.Length; i++)
            if (_columns[i] >= 0)
                values[_columns[i]] = cells[i];
        return new MarketBar(values);
    }

    public DateOnly Day(int row)
    {
        var cell = Cell(row, BarColumns.Date);
        return new DateOnly(Number(cell[..4]), Number(cell[5..7]), Number(cell[8..10]));
    }

    public string Code(int row) => Encoding.ASCII.GetString(Cell(row, BarColumns.Code));

    ReadOnlySpan<byte> Cell(int row, int column)
    {
        var rest = _bytes.AsSpan(_starts[row]);
        for (var skip = Array.IndexOf(_columns, column); skip > 0; skip--)
            rest = rest[(rest.IndexOf((byte)',') + 1)..];
        var end = rest.IndexOfAny((byte)',', (byte)'\r', (byte)'\n');
        return end < 0 ? rest : rest[..end];
    }

    static int Number(ReadOnlySpan<byte> digits)
    {
        var number = 0;
        foreach (var digit in digits)
            number = number * 10 + digit - '0';
        return number;
    }

    static int NextLine(byte[] bytes, int from)
    {
        var feed = bytes.AsSpan(from).IndexOf((byte)'\n');
        return feed < 0 ? bytes.Length : from + feed + 1;
    }

    static string Line(byte[] bytes, int from)
    {
        var rest = bytes.AsSpan(from);
        var feed = rest.IndexOf((byte)'\n');
        return Encoding.UTF8.GetString(feed < 0 ? rest : rest[..feed]).TrimEnd('\r');
    }
}
