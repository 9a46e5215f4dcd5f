using System.Text;
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

/// <summary>The rows of <c>query_stock_basic</c>: every security the service knows. Only A shares are taken.</summary>
static class StockListAnswer
{
    /// <summary>Adds the A shares of one page and returns how many rows it had.</summary>
    public static int Read(ReadOnlySpan<byte> data, ColumnList columns, Dictionary<StockCode, StockEntry> into)
    {
        int codeColumn = columns.Require("code"), nameColumn = columns.Require("code_name"), typeColumn = columns.Require("type");
        int listedColumn = columns.Require("ipoDate"), delistedColumn = columns.Require("outDate");
        var scanner = new RecordScanner(data, stackalloc RawField[columns.Count], stackalloc byte[RecordScanner.ScratchLength]);
        while (scanner.Read())
        {
            // 1 stock, 2 index, 3 other, 4 convertible bond, 5 fund
            if (scanner.Value(typeColumn) is not [(byte)'1'])
                continue;
            if (!CodeText.TryParse(scanner.Value(codeColumn), out var code, out bool isAShare))
                throw SourceErrors.Protocol(ProtocolFault.Value);
            // A stock without a first day has not been listed: no bar is expected of it.
            if (!isAShare || scanner.Value(listedColumn).IsEmpty)
                continue;

            if (!DateText.TryParse(scanner.Value(listedColumn), out var listedOn))
                throw SourceErrors.Protocol(ProtocolFault.Value);
            DateOnly? delistedOn = null;
            if (!scanner.Value(delistedColumn).IsEmpty)
            {
                if (!DateText.TryParse(scanner.Value(delistedColumn), out var outDate))
                    throw SourceErrors.Protocol(ProtocolFault.Value);
                delistedOn = outDate;
            }
            string name = ServiceText.Name(Encoding.UTF8.GetString(scanner.Value(nameColumn)));
            var entry = new StockEntry(code, name, listedOn, delistedOn);
            if (!into.TryAdd(code, entry) && into[code] != entry)
                throw SourceErrors.Protocol(ProtocolFault.DuplicateRow);
        }
        return scanner.Rows;
    }
}

/// <summary>The rows of <c>query_all_stock</c>: what was listed on a day, indexes and funds too. Only A shares are taken.</summary>
static class ListedAnswer
{
    /// <summary>Adds the A shares of one page and returns how many rows it had.</summary>
    public static int Read(ReadOnlySpan<byte> data, ColumnList columns, Dictionary<StockCode, ListedStock> into)
    {
        int codeColumn = columns.Require("code"), tradingColumn = columns.Require("tradeStatus");
        int nameColumn = columns.Require("code_name");
        var scanner = new RecordScanner(data, stackalloc RawField[columns.Count], stackalloc byte[RecordScanner.ScratchLength]);
        while (scanner.Read())
        {
            if (!CodeText.TryParse(scanner.Value(codeColumn), out var code, out bool isAShare))
                throw SourceErrors.Protocol(ProtocolFault.Value);
            if (!isAShare)
                continue;
            if (!FlagText.TryParse(scanner.Value(tradingColumn), out bool isTrading))
                throw SourceErrors.Protocol(ProtocolFault.Value);
            var entry = new ListedStock(code, isTrading, ServiceText.Name(Encoding.UTF8.GetString(scanner.Value(nameColumn))));
            if (!into.TryAdd(code, entry) && into[code] != entry)
                throw SourceErrors.Protocol(ProtocolFault.DuplicateRow);
        }
        return scanner.Rows;
    }
}

/// <summary>The rows of <c>query_adjust_factor</c> and <c>query_daily_adjust_factor</c>.</summary>
static class FactorAnswer
{
    /// <summary>The service prints six decimals; more are read as they are.</summary>
    const int Decimals = 12;

    const long Unit = 1_000_000_000_000;

    /// <summary>Adds the factors of one page and returns how many rows it had.</summary>
    public static int Read(
        ReadOnlySpan<byte> data, ColumnList columns, BarScope scope, Dictionary<(StockCode Code, DateOnly Date), AdjustFactor> into)
    {
        int codeColumn = columns.Require("code"), dateColumn = columns.Require("dividOperateDate");
        int forwardColumn = columns.Require("foreAdjustFactor"), backwardColumn = columns.Require("backAdjustFactor");
        var scanner = new RecordScanner(data, stackalloc RawField[columns.Count], stackalloc byte[RecordScanner.ScratchLength]);
        while (scanner.Read())
        {
            if (!CodeText.TryParse(scanner.Value(codeColumn), out var code, out bool isAShare)
                || !DateText.TryParse(scanner.Value(dateColumn), out var date)
                || date < scope.From || date > scope.To
                || scope.Code is { } asked && (!isAShare || code != asked))
                throw SourceErrors.Protocol(ProtocolFault.ForeignRow);
            if (!isAShare)
                continue;

            var factor = new AdjustFactor(code, date, Factor(scanner.Value(forwardColumn)), Factor(scanner.Value(backwardColumn)));
            if (!into.TryAdd((code, date), factor) && into[(code, date)] != factor)
                throw SourceErrors.Protocol(ProtocolFault.DuplicateRow);
        }
        return scanner.Rows;
    }

    static decimal Factor(ReadOnlySpan<byte> text)
    {
        if (!DecimalText.TryParse(text, Decimals, 100_000 * Unit, out long value) || value <= 0)
            throw SourceErrors.Protocol(ProtocolFault.Value);
        return value / (decimal)Unit;
    }
}
