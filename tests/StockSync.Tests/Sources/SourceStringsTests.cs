using System.Collections;
using System.Globalization;
using System.Resources;
using System.Text.RegularExpressions;
using StockSync.Engine.Sources;
using StockSync.Engine.Sources.Baostock.Protocol;
using Xunit;

namespace StockSync.Tests.Sources;

public sealed partial class SourceStringsTests
{
    static readonly ResourceManager s_resources = new(typeof(SourceStrings));

    [Fact]
    public void Both_languages_have_the_same_texts_with_the_same_placeholders()
    {
        var english = Load(CultureInfo.InvariantCulture);
        var chinese = Load(CultureInfo.GetCultureInfo("zh-Hans"));

        Assert.Equal(english.Keys.Order(), chinese.Keys.Order());
        Assert.All(english, pair => Assert.Equal(Placeholders(pair.Value), Placeholders(chinese[pair.Key])));
    }

    [Fact]
    public void Every_fault_has_a_text() =>
        Assert.All(Enum.GetNames<ProtocolFault>(), name => Assert.Contains("Fault" + name, Load(CultureInfo.InvariantCulture).Keys));

    [Fact]
    public void Messages_come_in_the_users_language()
    {
        var before = CultureInfo.CurrentUICulture;
        try
        {
            CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("zh-CN");
            Assert.Contains("校验和错误", SourceErrors.Protocol(ProtocolFault.Checksum).Message, StringComparison.Ordinal);
            CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("de-DE");
            Assert.Contains("checksum is wrong", SourceErrors.Protocol(ProtocolFault.Checksum).Message, StringComparison.Ordinal);
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    static Dictionary<string, string> Load(CultureInfo culture) =>
        s_resources.GetResourceSet(culture, createIfNotExists: true, tryParents: false)!
            .Cast<DictionaryEntry>().ToDictionary(entry => (string)entry.Key, entry => (string)entry.Value!);

    static IEnumerable<string> Placeholders(string text) => Placeholder().Matches(text).Select(match => match.Value).Distinct().Order();

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Placeholder();
}
