using System.Text;

namespace StockSync.Tests.Fakes.Alerts;

/// <summary>What a fake server was sent.</summary>
sealed record FakeRequest(string Method, string Target, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);
}
