using StockSync.Engine.Sources.Baostock.Protocol;

namespace StockSync.Engine.Sources.Baostock.Answers;

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
