using System.Text;
using StockSync.Engine.Sources.Baostock.Protocol;
using Xunit;

namespace StockSync.Tests.Sources;

public sealed class RequestFrameTests
{
    const string VectorFields = "date,code,open,high,low,close,preclose,volume,amount,adjustflag,turn,tradestatus,pctChg,isST";

    static readonly StockCode s_code = new(2001);
    static readonly DateOnly s_day = new(2026, 11, 20);

    public static TheoryData<string> VectorNames => [.. ProtocolVector.Names];

    [Theory]
    [MemberData(nameof(VectorNames))]
    public void Fields_of_a_vector_encode_to_its_request_byte_for_byte(string name)
    {
        byte[] request = ProtocolVector.Named(name).Request;
        var (type, fields) = ServiceFrame.Split(request);

        byte[] encoded = RequestFrame.Encode(type, fields, Encoding.UTF8.GetString(request[..7]));

        Assert.Equal(request, encoded);
    }

    [Fact]
    public void Our_queries_are_those_of_the_official_client()
    {
        Assert.Equal(Request("trade-dates"), Query.TradeDates(new(2026, 9, 30), new(2026, 10, 3)).Encode(1, 2000));
        Assert.Equal(Request("bars"), Query.History(s_code, new(2026, 11, 18), s_day, VectorFields).Encode(1, 2000));
        Assert.Equal(Request("market-day"), Query.DailyAStock(s_day).Encode(1, 2000));
        Assert.Equal(Request("factors"), Query.AdjustFactor(s_code, new(2020, 1, 1), s_day).Encode(1, 2000));
        Assert.Equal(Request("factors-of-day"), Query.DailyAdjustFactor(new(2026, 6, 9)).Encode(1, 2000));
        Assert.Equal(["query_stock_basic", "anonymous", "1", "10000", "", ""], ServiceFrame.Split(Query.StockBasic().Encode(1, 10000)).Fields);
        Assert.Equal(["query_all_stock", "anonymous", "2", "10000", "2026-11-20"], ServiceFrame.Split(Query.AllStock(s_day).Encode(2, 10000)).Fields);
    }

    [Fact]
    public void The_length_counts_characters_where_the_checksum_covers_bytes()
    {
        byte[] frame = RequestFrame.Encode("45", ["𠮷", "浦发"]);

        Assert.Equal("0000000004", Encoding.UTF8.GetString(frame[11..21]));
    }

    [Theory]
    [InlineData("a\u0001b")]
    [InlineData("a\nb")]
    public void A_field_that_would_become_two_is_refused(string field) =>
        Assert.Throws<ArgumentException>(() => RequestFrame.Encode("45", [field]));

    static byte[] Request(string name) => ProtocolVector.Named(name).Request;
}
