using System.Text;
using Xunit;

namespace StockSync.Tests.Core;

public class SafeTextTests
{
    [Theory]
    [InlineData(" one\r\ntwo\u2028three ", "one  two three")]
    [InlineData("\u001b[31mred\u0007", "[31mred")]
    [InlineData("safe\u202Egnp.exe", "safegnp.exe")]
    [InlineData("平安银行", "平安银行")]
    public void Text_becomes_one_line_that_steers_nothing(string text, string line)
    {
        Assert.Equal(line, SafeText.OneLine(text));
        Assert.True(SafeText.IsOneLine(line));
    }

    [Theory]
    [InlineData("a\nb")]
    [InlineData("a\u2029b")]
    [InlineData("half a character \ud800")]
    public void A_break_or_half_a_character_is_no_line(string text) => Assert.False(SafeText.IsOneLine(text));

    [Theory]
    [InlineData('a', true)]
    [InlineData('行', true)]
    [InlineData('\u200D', false)]
    [InlineData('\u202E', false)]
    [InlineData('\uE000', false)]
    [InlineData('\t', false)]
    public void What_is_not_seen_is_not_visible(char character, bool isVisible) => Assert.Equal(isVisible, SafeText.IsVisible(new Rune(character)));
}
