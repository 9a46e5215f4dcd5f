using System.Text;

namespace StockSync.MarketServer;

/// <summary>An answer before it is bytes: slots, with a table between them for a query.</summary>
sealed class Answer
{
    const char Separator = '\u0001';

    AnswerFrame? _frame;
    int _rowCount;

    public required string Type { get; init; }

    /// <summary>For the log: <c>login</c>, <c>logout</c>, <c>rows</c>, <c>empty</c> or <c>error 10004020</c>.</summary>
    public required string Kind { get; init; }

    public bool IsCompressed { get; init; }

    /// <summary>The slots before the data slot, or all of them where there is no table.</summary>
    public required IReadOnlyList<string> Before { get; init; }

    public AnswerTable? Table { get; init; }

    public IReadOnlyList<string> After { get; init; } = [];

    public static Answer Error(ServiceErrorException error) => new()
    {
        Type = MessageTypes.Error,
        Kind = $"error {error.Code}",
        Before = [error.Code, error.Text],
    };

    /// <summary>The same with its frame made already, to be sent again and again. Faults have no table to change in it.</summary>
    public Answer Made()
    {
        var frame = ToFrame(out var rowCount);
        return new Answer { Type = Type, Kind = Kind, IsCompressed = IsCompressed, Before = Before, _frame = frame, _rowCount = rowCount };
    }

    /// <summary>One that was made before, by this process or another.</summary>
    public static Answer OfFrame(AnswerFrame frame, int rowCount) =>
        new() { Type = frame.Type, Kind = "rows", IsCompressed = frame.IsCompressed, Before = [], _frame = frame, _rowCount = rowCount };

    public AnswerFrame ToFrame(out int rowCount)
    {
        if (_frame is not null)
        {
            rowCount = _rowCount;
            return _frame;
        }
        var visible = Table?.Visible ?? [];
        rowCount = visible.Count;
        var body = new StringBuilder(200 + visible.Count * 200).AppendJoin(Separator, Before);
        if (Table is not null)
        {
            body.Append(Separator);
            AnswerTable.Write(body, visible);
            foreach (var slot in After)
                body.Append(Separator).Append(slot);
        }
        return IsCompressed ? AnswerFrame.Compressed(Type, body.ToString()) : AnswerFrame.Plain(Type, body.ToString());
    }
}
