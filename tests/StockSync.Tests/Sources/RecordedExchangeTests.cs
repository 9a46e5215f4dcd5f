using System.Globalization;
using System.Text;
using StockSync.Engine.Sources.Baostock.Answers;
using StockSync.Engine.Sources.Baostock.Protocol;
using StockSync.Engine.Sources.Contract;
using StockSync.Engine.Stores.Sql;
using StockSync.Tests.Fakes;
using Xunit;

namespace StockSync.Tests.Sources;

/// <summary>The recorded exchanges with the real service, and every recorded bar.</summary>
public sealed class RecordedExchangeTests
{
    [RecordedDataFact]
    public void Every_recorded_request_encodes_byte_for_byte()
    {
        foreach (var (name, request, _, _) in Exchanges())
        {
            var (type, fields) = ServiceFrame.Split(request);
            Assert.True(request.AsSpan().SequenceEqual(RequestFrame.Encode(type, fields, "00.9.10")), name);
        }
    }

    [RecordedDataFact]
    public void Every_recorded_answer_decodes_to_its_documented_rows()
    {
        int count = 0;
        foreach (var (name, request, response, meta) in Exchanges())
        {
            var answer = Decode(response);
            Assert.Equal(meta["error_code"], answer.Text(0));
            // The recorder cut its copy of the text inside a character.
            Assert.StartsWith(meta["error_msg"].TrimEnd('\ufffd'), answer.Text(1), StringComparison.Ordinal);
            count++;
            string type = ServiceFrame.Split(request).Type;
            if (!answer.IsSuccess || type is MessageType.Login or MessageType.Logout)
                continue;

            Assert.Equal(ServiceFrame.Split(request).Fields[0], answer.Text(2));
            if (!meta.TryGetValue("fields", out string? documented))
            {
                // Not documented but for the beginning of the body: what was made of it then is in the preview.
                string body = string.Join('|', Enumerable.Range(0, answer.Count).Select(answer.Text));
                Assert.StartsWith(meta["body_preview"][..60], body, StringComparison.Ordinal);
                Rows(answer[6], new ColumnList(answer[answer.Count - 1]).Count);
                continue;
            }

            string[] fields = [.. documented.Trim('[', ']').Split(',').Select(f => f.Trim(' ', '\''))];
            int columns = Enumerable.Range(7, answer.Count - 7)
                .Single(slot => answer.Text(slot).Split(',', StringSplitOptions.TrimEntries).SequenceEqual(fields));
            int rows = Rows(answer[6], fields.Length).Count;
            Assert.True(int.Parse(meta["rows"], CultureInfo.InvariantCulture) == rows, name);
            Assert.Equal(fields.Length, new ColumnList(answer[columns]).Count);
        }
        Assert.Equal(21, count);
    }

    [RecordedDataFact]
    public void The_recorded_list_of_a_day_is_read()
    {
        var query = Query.AllStock(new(2024, 1, 2));
        var stocks = new Dictionary<StockCode, ListedStock>();

        Read("query_all_stock", query, (data, columns) => ListedAnswer.Read(data, columns, stocks));

        var expected = Csv("all_stock_2024-01-02.csv")
            .Where(row => StockCode.TryParse(row["code"], out _))
            .Select(row => new ListedStock(new(int.Parse(row["code"].AsSpan(3), CultureInfo.InvariantCulture)), row["tradeStatus"] == "1") { Name = row["code_name"] });
        Assert.Equal(expected.OrderBy(s => s.Code), stocks.Values.OrderBy(s => s.Code));
        Assert.Equal(5_097, stocks.Count);
    }

    [RecordedDataFact]
    public void The_recorded_calendar_is_read()
    {
        var days = new List<CalendarDay>();
        DateOnly from = new(2024, 1, 1), to = new(2024, 1, 10);

        Read("query_trade_dates", Query.TradeDates(from, to), (data, columns) => CalendarAnswer.Read(data, columns, from, to, days));

        Assert.Equal(10, days.Count);
        Assert.Equal([2, 3, 4, 5, 8, 9, 10], days.Where(d => d.IsTradingDay).Select(d => d.Date.Day));
    }

    [RecordedDataFact]
    public void The_recorded_adjust_factor_is_read()
    {
        DateOnly from = new(2023, 1, 1), to = new(2023, 12, 31);
        var code = new StockCode(600000);
        var factors = new Dictionary<(StockCode, DateOnly), AdjustFactor>();

        Read("query_adjust_factor", Query.AdjustFactor(code, from, to),
            (data, columns) => FactorAnswer.Read(data, columns, new BarScope(code, from, to), factors));

        Assert.Equal(new AdjustFactor(code, new(2023, 7, 21), 0.936211m, 11.949786m), Assert.Single(factors).Value);
    }

    /// <summary>
    /// The zlib checksum is all that guards a compressed answer, and Adler-32 is weak on digits: of the 10,368 flips of one bit of
    /// this stream one gives another text with the same checksum (of the 330,480 changes of one byte five). Nothing in the frame could tell.
    /// </summary>
    [RecordedDataFact]
    public void A_flipped_bit_of_recorded_bars_gives_an_error_or_the_same_rows_but_for_the_known_collision_of_the_checksum()
    {
        byte[] response = File.ReadAllBytes(Path.Combine(RecordedData.PathOf("wire"), "query_history_k_data_plus", "response.bin"));
        string rows = RowsText(response)!;
        var others = new List<int>();
        for (int at = 0; at < response.Length; at++)
        {
            for (int bit = 0; bit < 8; bit++)
            {
                byte[] damaged = [.. response];
                damaged[at] ^= (byte)(1 << bit);
                try
                {
                    if (RowsText(damaged) is { } read && read != rows)
                        others.Add(at - Wire.HeaderLength);
                }
                catch (StockSyncException e)
                {
                    Assert.Equal(ErrorIds.SourceProtocol, e.ErrorId);
                }
            }
        }
        Assert.Equal([1113], others);
    }

    [RecordedDataFact]
    public void Every_recorded_unadjusted_bar_is_read_as_printed_and_keeps_the_rules()
    {
        int rows = 0;
        var collector = new BarCollector();
        string[] folders = ["daily", "market_2026"];
        foreach (string file in folders.SelectMany(folder => Directory.EnumerateFiles(RecordedData.PathOf(folder))))
        {
            string[] lines = [.. RecordedLines.Read(file)];
            var columns = new BarAnswerColumns(new ColumnList(Encoding.UTF8.GetBytes(lines[0])), lines[0]);
            collector.Begin(new BarScope(null, new(1990, 12, 19), new(2026, 12, 31)));
            string data = string.Join("],[", lines.Skip(1).Select(line => '"' + line.Replace(",", "\",\"", StringComparison.Ordinal) + '"'));
            int count = collector.Add(Encoding.UTF8.GetBytes($$"""{"record":[[{{data}}]]}"""), columns);

            var batch = new BarBatch();
            Assert.Same(RejectedRows.None, collector.MoveTo(batch));
            Assert.Equal(count, batch.Count);
            var recorded = lines.Skip(1).ToHashSet();
            foreach (ref readonly var bar in batch.Rows)
            {
                if (!recorded.Remove(Print(bar)))
                    Assert.Contains(Print(bar), recorded);
            }
            rows += count;
        }
        Assert.Equal(942_901 + 114_206, rows);
    }

    static string Print(in BarRow bar) => string.Join(
        ',',
        bar.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        bar.Code.SourceForm,
        Price(bar.Open),
        Price(bar.High),
        Price(bar.Low),
        Price(bar.Close),
        Price(bar.Preclose),
        bar.Volume == BarRow.Missing ? "" : bar.Volume.ToString(CultureInfo.InvariantCulture),
        Price(bar.Amount),
        "3",
        Rate(bar.TurnoverRate),
        bar.TradeStatus ? "1" : "0",
        Rate(bar.ChangePct),
        bar.IsST ? "1" : "0");

    static string Price(long value) => value == BarRow.Missing ? "" : (value / 10_000m).ToString("F4", CultureInfo.InvariantCulture);

    static string Rate(long value) => value == BarRow.Missing ? "" : (value / 1_000_000m).ToString("F6", CultureInfo.InvariantCulture);

    /// <summary>The rows of an answer of type 95 as one text, after every check; null where bytes are missing.</summary>
    static string? RowsText(byte[] response)
    {
        var reader = new ResponseReader();
        reader.Reset();
        if (!AnswerBytes.Feed(reader, response))
            return null;
        var answer = new Answer(reader.Body);
        var columns = new ColumnList(answer[8]);
        return string.Join('\n', Rows(answer[6], columns.Count).Select(row => string.Join(',', row)));
    }

    static Answer Decode(byte[] response)
    {
        var reader = new ResponseReader();
        reader.Reset();
        Assert.True(AnswerBytes.Feed(reader, response));
        return new Answer(reader.Body);
    }

    static void Read(string exchange, Query query, TableReader read)
    {
        var answer = Decode(File.ReadAllBytes(Path.Combine(RecordedData.PathOf("wire"), exchange, "response.bin")));
        query.Verify(answer, 1, 10_000);
        read(answer[query.DataSlot], new ColumnList(answer[query.ColumnsSlot]));
    }

    static List<string[]> Rows(ReadOnlySpan<byte> data, int columns)
    {
        var scanner = new RecordScanner(data, new RawField[columns], new byte[RecordScanner.ScratchLength]);
        var rows = new List<string[]>();
        while (scanner.Read())
        {
            var row = new string[columns];
            for (int i = 0; i < columns; i++)
                row[i] = Encoding.UTF8.GetString(scanner.Value(i));
            rows.Add(row);
        }
        return rows;
    }

    static IEnumerable<(string Name, byte[] Request, byte[] Response, Dictionary<string, string> Meta)> Exchanges()
    {
        foreach (string folder in Directory.EnumerateDirectories(RecordedData.PathOf("wire")))
        {
            yield return (
                Path.GetFileName(folder),
                File.ReadAllBytes(Path.Combine(folder, "request.bin")),
                File.ReadAllBytes(Path.Combine(folder, "response.bin")),
                File.ReadLines(Path.Combine(folder, "meta.txt")).Select(line => line.Split('=', 2)).ToDictionary(p => p[0], p => p[1]));
        }
    }

    static IEnumerable<Dictionary<string, string>> Csv(string name)
    {
        string[] lines = File.ReadAllLines(RecordedData.PathOf(name));
        string[] names = lines[0].Split(',');
        return lines.Skip(1).Select(line => names.Zip(line.Split(',')).ToDictionary(p => p.First, p => p.Second));
    }

    delegate int TableReader(ReadOnlySpan<byte> data, ColumnList columns);
}
