using Xunit;

namespace StockSync.Tests.Core;

public class StockCodeTests
{
    [Theory]
    [InlineData("600000", "600000", Exchange.SH)]
    [InlineData("sh.600000", "600000", Exchange.SH)]
    [InlineData("SH600000", "600000", Exchange.SH)]
    [InlineData("600000.SH", "600000", Exchange.SH)]
    [InlineData("600000.sh", "600000", Exchange.SH)]
    [InlineData("600000.XSHG", "600000", Exchange.SH)]
    [InlineData("600000.SS", "600000", Exchange.SH)]
    [InlineData("600000.SSE", "600000", Exchange.SH)]
    [InlineData("000001.XSHE", "000001", Exchange.SZ)]
    [InlineData("000001.szse", "000001", Exchange.SZ)]
    [InlineData("XSHE.000001", "000001", Exchange.SZ)]
    [InlineData(" sz.000001 ", "000001", Exchange.SZ)]
    [InlineData("000001", "000001", Exchange.SZ)]
    [InlineData("SZ300750", "300750", Exchange.SZ)]
    [InlineData("688981", "688981", Exchange.SH)]
    public void An_A_share_is_read_in_every_usual_form(string text, string six, Exchange exchange)
    {
        Assert.True(StockCode.TryParse(text, out var code));
        Assert.Equal(six, code.ToString());
        Assert.Equal(exchange, code.Exchange);
        Assert.True(StockCode.TryParse(code.SourceForm, out var again));
        Assert.Equal(code, again);
    }

    [Theory]
    [InlineData("sh.000001")] // the Shanghai index that collides with Ping An Bank
    [InlineData("sz.399001")] // an index
    [InlineData("sh.900901")] // B share
    [InlineData("sz.200002")] // B share
    [InlineData("sh.510050")] // fund
    [InlineData("sz.600000")]
    [InlineData("000001.XSHG")] // the Shanghai index again
    [InlineData("600000.XSHE")]
    [InlineData("600000.")]
    [InlineData(".600000")]
    [InlineData("600000.XSHG.")]
    [InlineData("60000")]
    [InlineData("6000000")]
    [InlineData("bj.430047")]
    [InlineData("６０００００")] // full-width digits
    [InlineData("600 00")]
    [InlineData("-60000")]
    [InlineData("000000")]
    [InlineData("")]
    [InlineData(null)]
    public void What_is_no_A_share_is_not_read(string? text) => Assert.False(StockCode.TryParse(text, out _));
}
