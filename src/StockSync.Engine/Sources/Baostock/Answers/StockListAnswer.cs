using System.Text;
using StockSync.Engine.Sources.Baostock.Protocol;
using StockSync.Engine.Sources.Contract;

namespace StockSync.Engine.Sources.Baostock.Answers;

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
