using System.Text;
using StockSync.Engine.Sources.Baostock.Protocol;
using StockSync.Engine.Sources.Contract;

namespace StockSync.Engine.Sources.Baostock.Answers;

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
