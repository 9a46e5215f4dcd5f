using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using StockSync.Engine;
using StockSync.Engine.Configuration;
using Xunit;

namespace StockSync.Tests.Configuration;

public sealed class RedactorTests
{
    const string Secret = "Pa55 w/ö?rd:密&<@%\"+";

    static readonly Redactor s_redactor = new([Secret]);

    public static TheoryData<string> Forms() =>
    [
        Secret,
        Secret.ToLowerInvariant(),
        Secret.ToUpperInvariant(),
        Uri.EscapeDataString(Secret),
        Uri.EscapeDataString(Secret).ToLowerInvariant(),
        WebUtility.UrlEncode(Secret),
        WebUtility.HtmlEncode(Secret),
        JsonSerializer.Serialize(Secret)[1..^1],
        JsonEncodedText.Encode(Secret, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString(),
        Convert.ToBase64String(Encoding.UTF8.GetBytes(Secret)),
        Convert.ToHexString(Encoding.UTF8.GetBytes(Secret)).ToLowerInvariant(),
    ];

    [Theory]
    [MemberData(nameof(Forms))]
    public void A_secret_is_found_in_every_form(string form)
    {
        string clean = s_redactor.Redact($"before {form} after");
        Assert.StartsWith("before ***", clean, StringComparison.Ordinal);
        Assert.EndsWith("after", clean, StringComparison.Ordinal);
        Assert.InRange(clean.Length, "before *** after".Length, "before *** after".Length + 3);
    }

    [Theory]
    [InlineData("")]
    [InlineData("u:")]
    [InlineData("us:")]
    [InlineData("user:")]
    public void A_secret_is_found_within_what_was_encoded_together(string before)
    {
        string encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes(before + Secret + "/tail"));
        Assert.Contains("***", s_redactor.Redact($"Basic {encoded}"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_without_a_secret_is_the_same_text()
    {
        const string Text = "2024-01-02 Completed";
        Assert.Same(Text, s_redactor.Redact(Text));
        Assert.Null(s_redactor.Redact((string?)null));
        Assert.Same(Text, new Redactor([null, "", "abc"]).Redact(Text));
    }

    [Fact]
    public void An_error_that_shows_a_secret_anywhere_is_replaced_by_one_without_its_cause()
    {
        IRedactor redactor = s_redactor;
        var inner = new ArgumentException($"Couldn't set {Secret.ToLowerInvariant()}");
        var shown = redactor.Redact(new StockSyncException("Id", ErrorKind.Write, "plain", "advice", "target", isTransient: true, inner));
        Assert.Null(shown.InnerException);
        Assert.Equal(("Id", ErrorKind.Write, "plain", "advice", "target", true), (shown.ErrorId, shown.Kind, shown.Message, shown.Advice, shown.Target, shown.IsTransient));

        var named = redactor.Redact(new StockSyncException("Id", ErrorKind.Write, Secret, "use " + Secret, Secret));
        Assert.Equal(("***", "use ***", "***"), (named.Message, named.Advice, named.Target));

        var clean = new StockSyncException("Id", ErrorKind.Write, "plain", inner: new IOException("x"));
        Assert.Same(clean, redactor.Redact(clean));
    }

    [Theory]
    [InlineData("postgresql://u:Pa55%2Fw0rd@h/d", "Pa55/w0rd", "Pa55%2fw0rd")]
    [InlineData("psql 'postgres://u:Pa55w0rd!@h/d?sslmode=require'", "Pa55w0rd!", "postgres://u:pa55w0rd!@h/d?sslmode=require")]
    [InlineData("postgresql://h/d?user=u&password=Pa55w0rd", "pa55w0rd", "Pa55w0rd")]
    [InlineData("Host=h;Username=u;Password='Pa55;w0rd'", "Pa55;w0rd", "pa55;w0rd")]
    public void The_password_is_found_in_the_database_text(string database, params string[] shown)
    {
        var redactor = EngineFactory.RedactorOf(new SyncSettings { Database = database });
        Assert.All(shown, s => Assert.Equal("<***>", redactor.Redact($"<{s}>")));
    }

    [Fact]
    public void A_database_text_without_a_password_is_no_secret()
    {
        Assert.Equal("postgresql://u@h/d", EngineFactory.RedactorOf(new SyncSettings { Database = "postgresql://u@h/d" }).Redact("postgresql://u@h/d"));
        Assert.Equal("/tmp/bars.db", EngineFactory.RedactorOf(new SyncSettings { Database = "/tmp/bars.db" }).Redact("/tmp/bars.db"));
    }

    [Theory]
    [InlineData("https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa", "693A91F6-7xxx-4bc4-97a0-0ec2sifa5aaa")]
    [InlineData("https://open.feishu.cn/open-apis/bot/v2/hook/1f0bd4a0-aaaa-4c6e", "/open-apis/bot/v2/hook/1f0bd4a0-aaaa-4c6e")]
    [InlineData("https://hc-ping.com/1f0bd4a0-aaaa-4c6e", "1f0bd4a0-aaaa-4c6e")]
    [InlineData("https://user:hunter22@example.com/", "hunter22")]
    public void The_secret_part_of_an_address_is_found_without_the_rest(string address, string part)
    {
        var redactor = EngineFactory.RedactorOf(new SyncSettings
        {
            Alerts = new AlertSettings { WeComUrl = address, MailPassword = "auth0riz", WebhookSecret = "whsec_C2FVsBQIhrscChlQIMV" },
        });
        Assert.Equal("***", redactor.Redact(address));
        Assert.Equal("<***>", redactor.Redact($"<{part}>"));
        Assert.Equal("<***> <***>", redactor.Redact("<AUTH0RIZ> <C2FVsBQIhrscChlQIMV>"));
        Assert.Equal("qyapi.weixin.qq.com:443", redactor.Redact("qyapi.weixin.qq.com:443"));
    }
}
