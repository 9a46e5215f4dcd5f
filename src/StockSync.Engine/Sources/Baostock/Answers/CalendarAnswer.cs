using StockSync.Engine.Sources.Baostock.Protocol;
using StockSync.Engine.Sources.Contract;

namespace StockSync.Engine.Sources.Baostock.Answers;

/// <summary>The rows of <c>query_trade_dates</c>: one a calendar day, ascending.</summary>
static class CalendarAnswer
{
    /// <summary>Appends the days of one page and returns how many rows it had.</summary>
    public static int Read(ReadOnlySpan<byte> data, ColumnList columns, DateOnly from, DateOnly to, List<CalendarDay> into)
    {
        int dateColumn = columns.Require("calendar_date"), openColumn = columns.Require("is_trading_day");
        var scanner = new RecordScanner(data, stackalloc RawField[columns.Count], stackalloc byte[RecordScanner.ScratchLength]);
        while (scanner.Read())
        {
            if (!DateText.TryParse(scanner.Value(dateColumn), out var date)
                || !FlagText.TryParse(scanner.Value(openColumn), out bool isOpen))
                throw SourceErrors.Protocol(ProtocolFault.Value);
            if (date < from || date > to)
                throw SourceErrors.Protocol(ProtocolFault.ForeignRow);
            if (into.Count > 0 && date <= into[^1].Date)
                throw SourceErrors.Protocol(ProtocolFault.DuplicateRow);
            into.Add(new CalendarDay(date, isOpen));
        }
        return scanner.Rows;
    }
}
