using System.Globalization;
using System.Text;
using System.Text.Json;
using StockSync.Engine.Operations.Alerts.Channels;
using StockSync.Engine.Operations.Alerts.Wording;
using StockSync.Engine.Stores.Sql;
using Xunit;

namespace StockSync.Tests.Alerts;

public class WordingTests
{
    static AlertContent Long(int lines, int length) => new(
        "中国平安" + new string('标', 300),
        [.. Enumerable.Range(0, lines).Select(i => new AlertLine($"标签{i}", new string('错', length) + "😀"))],
        "建议：" + new string('看', 400));

    [Theory]
    [InlineData("平安银行", 12, "平安银行")]
    [InlineData("平安银行", 11, "平安…")]
    [InlineData("平安银行", 9, "平安…")]
    [InlineData("平安银行", 8, "平…")]
    [InlineData("a😀b", 5, "a…")]
    [InlineData("😀😀", 7, "😀…")]
    [InlineData("abc", 2, "")]
    [InlineData("", 0, "")]
    public void Text_is_cut_by_bytes_and_never_through_a_character(string text, int limit, string expected)
    {
        string cut = ByteCut.Of(text, limit, MessageFit.Utf8);
        Assert.Equal(expected, cut);
        Assert.True(Encoding.UTF8.GetByteCount(cut) <= limit);
    }

    [Theory]
    [InlineData(3, 10)]
    [InlineData(3, 5_000)]
    [InlineData(200, 40)]
    [InlineData(10_000, 1)]
    public void Chinese_messages_of_any_length_stay_under_the_limits_of_every_robot(int lines, int length)
    {
        var content = Long(lines, length);
        using var weCom = JsonDocument.Parse(WeComChannel.Body(content, AlertSamples.English));
        string text = weCom.RootElement.GetProperty("markdown").GetProperty("content").GetString()!;
        Assert.InRange(Encoding.UTF8.GetByteCount(text), 1, 4096);
        Assert.DoesNotContain('\uFFFD', text);
        Assert.InRange(DingTalkChannel.Body(content, AlertSamples.English).Length, 1, 20_000);
        Assert.InRange(FeishuChannel.Body(content, AlertSamples.English, "secret", 1_700_000_000).Length, 1, 20_000);
        Assert.Contains("建议", text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_cut_is_counted()
    {
        using var body = JsonDocument.Parse(WeComChannel.Body(Long(100, 40), AlertSamples.English));
        string[] lines = body.RootElement.GetProperty("markdown").GetProperty("content").GetString()!.Split('\n');
        string note = Assert.Single(lines, l => l.EndsWith("more lines", StringComparison.Ordinal));
        int cut = int.Parse(note.Split(' ')[1], CultureInfo.InvariantCulture);
        Assert.Equal(100, cut + lines.Count(l => l.StartsWith("> 标签", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("<@all> @13800000000")]
    [InlineData("<at user_id=\"all\">x</at>")]
    [InlineData("&lt;@all&gt;")]
    [InlineData("![x](http://evil.example/a.png) [t](https://evil.example)")]
    [InlineData("`code` **b** # head")]
    [InlineData("line\r\nBcc: x\u2028y\u0000\u202Ez")]
    public void Foreign_text_has_no_power_over_a_robot(string text)
    {
        foreach (char c in "<>&@[]`*#\r\n\u2028\0\u202E")
            Assert.DoesNotContain(c, InertText.Of(text));
        Assert.DoesNotContain("://", InertText.Of(text), StringComparison.Ordinal);
    }

    [Fact]
    public void Html_of_a_mail_is_inert()
    {
        var content = new AlertContent("<script>a</script>", [new AlertLine("<b>", "\"><img src=x onerror=alert(1)>")], "<a href=x>");
        string html = MailText.Html(content, AlertSamples.English);
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<a ", html, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Instants_are_told_in_Beijing_time_with_its_zone() =>
        Assert.Equal("2026-01-05 20:03 (UTC+8)", BeijingText.Of(new DateTime(2026, 1, 5, 12, 3, 40, DateTimeKind.Utc)));
}
