using System.Text;
using StockSync.Engine.Operations.Alerts.Channels;
using Xunit;

namespace StockSync.Tests.Alerts;

public class SignatureTests
{
    const string Secret = "SEC1234567890abcdef";

    [Fact]
    public void DingTalk_signs_time_and_secret_with_the_secret()
    {
        string sign = DingTalkChannel.Sign("1700000000000", Secret);
        Assert.Equal("RqBq3E1RTBDv3n2QBCh4adZ2WHk9mVklyUoDBLxarjI=", sign);
        Assert.EndsWith("%3D", Uri.EscapeDataString(sign), StringComparison.Ordinal);
    }

    [Fact]
    public void Feishu_signs_nothing_with_time_and_secret() =>
        Assert.Equal("q8Irq6jvUWZylp2Ox+urXynCLWrdgv6AW58ufc48Reo=", FeishuChannel.Sign("1700000000", Secret));

    // The vector of the Standard Webhooks reference libraries.
    [Fact]
    public void Webhook_signs_id_time_and_body() => Assert.Equal(
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        WebhookChannel.Sign(
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            "1614265330",
            Encoding.UTF8.GetBytes("""{"test": 2432232314}"""),
            "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));

    [Fact]
    public void Webhook_takes_any_other_text_as_the_key_itself() => Assert.NotEqual(
        WebhookChannel.Sign("m", "1", [], "any text"), WebhookChannel.Sign("m", "1", [], "whsec_not base64"));
}
