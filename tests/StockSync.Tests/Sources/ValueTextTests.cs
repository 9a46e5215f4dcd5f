using System.Text;
using StockSync.Engine.Sources.Baostock.Answers;
using StockSync.Engine.Sources.Baostock.Protocol;
using Xunit;

namespace StockSync.Tests.Sources;

public sealed class ValueTextTests
{
    [Theory]
    [InlineData("0", 4, 0)]
    [InlineData("0.0000", 4, 0)]
    [InlineData("-0.000000", 6, 0)]
    [InlineData("9.6900", 4, 96_900)]
    [InlineData("9.69", 4, 96_900)]
    [InlineData("9", 4, 90_000)]
    [InlineData("9.6900000000", 4, 96_900)]
    [InlineData("-73.262000", 6, -73_262_000)]
    [InlineData("5135466496", 0, 5_135_466_496)]
    [InlineData("100.00", 0, 100)]
    [InlineData("47967171062.0000", 4, 479_671_710_620_000)]
    [InlineData("100000000000000.0000", 4, 1_000_000_000_000_000_000)]
    public void A_decimal_is_read_exactly(string text, int decimals, long expected)
    {
        Assert.True(DecimalText.TryParse(Encoding.UTF8.GetBytes(text), decimals, 1_000_000_000_000_000_000, out long value));
        Assert.Equal(expected, value);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData(".5")]
    [InlineData("5.")]
    [InlineData("+5")]
    [InlineData("--5")]
    [InlineData("5-")]
    [InlineData("05")]
    [InlineData("00.5")]
    [InlineData("1 000")]
    [InlineData("1,000")]
    [InlineData("1.000,5")]
    [InlineData("1.2.3")]
    [InlineData("1e3")]
    [InlineData("1E-3")]
    [InlineData("NaN")]
    [InlineData("nan")]
    [InlineData("inf")]
    [InlineData("Infinity")]
    [InlineData("-Infinity")]
    [InlineData("None")]
    [InlineData("null")]
    [InlineData("0x10")]
    [InlineData("１")]
    [InlineData("9.69001")]
    [InlineData("1.00000000001")]
    [InlineData("100000000000000.0001")]
    [InlineData("1000000000000000")]
    [InlineData("99999999999999999999999999")]
    [InlineData("-99999999999999999999999999")]
    public void What_is_no_exact_decimal_within_the_limit_is_refused(string text) =>
        Assert.False(DecimalText.TryParse(Encoding.UTF8.GetBytes(text), 4, 1_000_000_000_000_000_000, out _));

    [Theory]
    [InlineData("1990-12-19")]
    [InlineData("2024-02-29")]
    [InlineData("2026-12-31")]
    public void A_day_that_exists_is_read(string text)
    {
        Assert.True(DateText.TryParse(Encoding.UTF8.GetBytes(text), out var date));
        Assert.Equal(DateOnly.ParseExact(text, "yyyy-MM-dd"), date);
    }

    [Theory]
    [InlineData("")]
    [InlineData("2026-2-01")]
    [InlineData("2026-02-30")]
    [InlineData("2023-02-29")]
    [InlineData("2026-13-01")]
    [InlineData("2026-00-10")]
    [InlineData("2026-01-00")]
    [InlineData("0000-01-01")]
    [InlineData("2026/01/02")]
    [InlineData("20260102")]
    [InlineData("2026-01-02 ")]
    [InlineData("2026-01-02T00:00")]
    [InlineData("02-01-2026")]
    [InlineData("+026-01-02")]
    public void A_day_of_another_form_or_none_at_all_is_refused(string text) =>
        Assert.False(DateText.TryParse(Encoding.UTF8.GetBytes(text), out _));

    [Theory]
    [InlineData("sh.600000", true)]
    [InlineData("sh.688981", true)]
    [InlineData("sz.000001", true)]
    [InlineData("sz.301000", true)]
    [InlineData("sh.000001", false)]
    [InlineData("sz.399001", false)]
    [InlineData("sh.900901", false)]
    [InlineData("sz.200012", false)]
    [InlineData("sh.510050", false)]
    [InlineData("bj.430047", false)]
    [InlineData("sz.600000", false)]
    [InlineData("sh.300750", false)]
    public void A_code_says_whether_it_is_an_A_share(string text, bool expected)
    {
        Assert.True(CodeText.TryParse(Encoding.UTF8.GetBytes(text), out var code, out bool isAShare));
        Assert.Equal(expected, isAShare);
        if (isAShare)
            Assert.Equal(text, code.SourceForm);
    }

    [Theory]
    [InlineData("")]
    [InlineData("600000")]
    [InlineData("SH.600000")]
    [InlineData("sh600000")]
    [InlineData("sh.60000")]
    [InlineData("sh.6000000")]
    [InlineData("sh.60000a")]
    [InlineData("2026-11-20")]
    [InlineData("9.6900")]
    public void Text_that_is_no_code_is_refused(string text) =>
        Assert.False(CodeText.TryParse(Encoding.UTF8.GetBytes(text), out _, out _));

    [Fact]
    public void A_message_of_the_service_cannot_steer_a_terminal()
    {
        Assert.Equal(@"a\u001B[31mb\u000A\u202Ec", ServiceText.Clean("a\u001b[31mb\n\u202ec"));
        Assert.Equal(200, ServiceText.Clean(new string('x', 5000)).Length);
        Assert.Equal("黑名单用户，请与管理员联系", ServiceText.Clean("黑名单用户，请与管理员联系"));
    }

    [Theory]
    [InlineData("万 科 Ａ", "万科Ａ")]
    [InlineData("新\r\n股\t", "新股")]
    [InlineData("*ST\u3000\u202e金\u0000刚", "*ST金刚")]
    public void Names_lose_blanks_and_control_characters(string text, string expected) => Assert.Equal(expected, ServiceText.Name(text));

    [Fact]
    public void Names_are_cut_at_32_characters_and_never_inside_one()
    {
        Assert.Equal(32, ServiceText.Name(new string('x', 300)).Length);
        Assert.Equal(31, ServiceText.Name(new string('x', 31) + "𠮷").Length);
    }
}
