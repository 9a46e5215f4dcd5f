using System.Text;
using StockSync.Engine.Sources.Baostock.Answers;
using StockSync.Engine.Sources.Baostock.Protocol;
using Xunit;

namespace StockSync.Tests.Sources;

public sealed class RecordScannerTests
{
    [Theory]
    [InlineData("")]
    [InlineData(" \n")]
    [InlineData("""{"record":[]}""")]
    [InlineData("""{ "record" : [ ] } """)]
    public void No_rows_are_no_rows(string text) => Assert.Empty(Scan(text, 2));

    [Fact]
    public void Rows_come_in_order_with_their_fields() =>
        Assert.Equal([["a", "b"], ["", "c"], ["d", ""]], Scan("""{"record":[["a","b"],["","c"],["d",""]]}""", 2));

    [Fact]
    public void Blanks_between_tokens_mean_nothing() =>
        Assert.Equal([["a", "b"], ["c", "d"]], Scan(" {\r\n \"record\" : [ [ \"a\" ,\t\"b\" ] ,\n[ \"c\",\"d\" ] ] }\n", 2));

    [Fact]
    public void Raw_line_feeds_and_blanks_inside_values_are_dropped() =>
        Assert.Equal([["万科", "1.5000"]], Scan("{\"record\":[[\"万\n 科\",\"1.\r\n50\t00 \"]]}", 2));

    [Theory]
    [InlineData("""a\"b""", "a\"b")]
    [InlineData("""a\\b""", @"a\b")]
    [InlineData("""\/""", "/")]
    [InlineData("""a\n\t\r\b\f b""", "ab")]
    [InlineData("""\u4e07\u79D1""", "万科")]
    [InlineData("""\ud842\udfb7""", "𠮷")]
    [InlineData("""\u0041\u0020\u0007""", "A")]
    [InlineData("""],["x""", "],[\"x", "\\\"")]
    public void Escapes_inside_values_are_resolved(string value, string expected, string quote = "")
    {
        string raw = quote.Length == 0 ? value : value.Replace("\"", quote, StringComparison.Ordinal);
        Assert.Equal([[expected, "z"]], Scan($$"""{"record":[["{{raw}}","z"]]}""", 2));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{"records":[["a","b"]]}""")]
    [InlineData("""{"record":{"a":"b"}}""")]
    [InlineData("""{"record":[["a","b"]]""")]
    [InlineData("""{"record":[["a","b"]}""")]
    [InlineData("""{"record":[["a","b"],]}""")]
    [InlineData("""{"record":[,["a","b"]]}""")]
    [InlineData("""{"record":[["a","b"]["c","d"]]}""")]
    [InlineData("""{"record":[["a" "b"]]}""")]
    [InlineData("""{"record":[["a",5]]}""")]
    [InlineData("""{"record":[["a",null]]}""")]
    [InlineData("""{"record":[["a",["b"]]]}""")]
    [InlineData("""{"record":[["a","b]]}""")]
    [InlineData("""{"record":[["a","b"]]}x""")]
    [InlineData("""{"record":[["a","b"]]}{"record":[["a","b"]]}""")]
    [InlineData("""{"record":[["a","b\x"]]}""")]
    [InlineData("""{"record":[["a","b\u12"]]}""")]
    [InlineData("""{"record":[["a","b\u12zz"]]}""")]
    [InlineData("""{"record":[["a","\ud842"]]}""")]
    [InlineData("""{"record":[["a","\ud842\u0041"]]}""")]
    [InlineData("""{"record":[["a","b\""")]
    public void Anything_but_rows_of_strings_is_refused(string text) =>
        Assert.Equal(ProtocolFault.Table, AnswerBytes.FaultOf(() => Scan(text, 2)));

    [Theory]
    [InlineData("""{"record":[["a"]]}""")]
    [InlineData("""{"record":[["a","b","c"]]}""")]
    [InlineData("""{"record":[["a","b"],["c"]]}""")]
    public void A_row_of_another_width_is_refused(string text) =>
        Assert.Equal(ProtocolFault.FieldCount, AnswerBytes.FaultOf(() => Scan(text, 2)));

    [Fact]
    public void A_field_may_have_256_characters_and_not_one_more()
    {
        string longest = new('万', 256);
        Assert.Equal([[longest]], Scan($$"""{"record":[["{{longest}}"]]}""", 1));
        foreach (string tooLong in (string[])[longest + "x", new('x', 257), new('x', 100_000)])
            Assert.Equal(ProtocolFault.FieldLength, AnswerBytes.FaultOf(() => Scan($$"""{"record":[["{{tooLong}}"]]}""", 1)));
    }

    [Fact]
    public void An_answer_may_have_20000_rows_and_not_one_more()
    {
        Assert.Equal(20_000, Scan(Rows(20_000), 1).Count);
        Assert.Equal(ProtocolFault.RowCount, AnswerBytes.FaultOf(() => Scan(Rows(20_001), 1)));
    }

    [Fact]
    public void Text_cut_off_anywhere_is_refused()
    {
        byte[] text = "{\"record\":[[\"a\\u4e07\",\"b\"],[\"c\",\"d\"]]}"u8.ToArray();
        for (int length = 1; length < text.Length; length++)
            Assert.Equal(ProtocolFault.Table, AnswerBytes.FaultOf(() => Scan(text[..length], 2)));
    }

    static string Rows(int count) => $$"""{"record":[{{string.Join(',', Enumerable.Repeat("[\"x\"]", count))}}]}""";

    static List<string[]> Scan(string text, int columns) => Scan(Encoding.UTF8.GetBytes(text), columns);

    static List<string[]> Scan(byte[] text, int columns)
    {
        var scanner = new RecordScanner(text, new RawField[columns], new byte[RecordScanner.ScratchLength]);
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
}
