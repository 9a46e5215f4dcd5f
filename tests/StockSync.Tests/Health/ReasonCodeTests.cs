using System.Reflection;
using System.Xml.Linq;
using StockSync.Engine.Operations.Health;
using StockSync.Tests.Architecture;
using Xunit;

namespace StockSync.Tests.Health;

/// <summary>The words that scripts depend on: they are what they say, have a text and an advice, and stand in the help.</summary>
public sealed class ReasonCodeTests
{
    static readonly string[] s_codes =
        [.. typeof(ReasonCode).GetFields(BindingFlags.Static | BindingFlags.Public).Select(f => (string)f.GetRawConstantValue()!)];

    [Fact]
    public void Each_has_a_text_and_an_advice_and_no_text_is_left_over()
    {
        var keys = XDocument.Load(Path.Join(Repository.Root, "src", "StockSync.Engine", "Operations", "Health", "HealthStrings.resx")).Root!.Elements("data")
            .Select(d => d.Attribute("name")!.Value).ToHashSet();
        Assert.Empty(s_codes.SelectMany(c => new[] { c, c + "Advice" }).Except(keys));
        string sources = string.Concat(Directory
            .EnumerateFiles(Path.Join(Repository.Root, "src", "StockSync.Engine", "Operations", "Health"), "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText));
        var others = keys.Where(k => !s_codes.Contains(k) && !s_codes.Contains(k.Replace("Advice", "", StringComparison.Ordinal)));
        Assert.All(others, k =>
        {
            string word = k.StartsWith("Part", StringComparison.Ordinal) ? k[4..] : k.Replace("Advice", "", StringComparison.Ordinal);
            Assert.Matches($@"""{word}""|HealthStrings\.(Format)?{word}\b", sources);
        });
    }

    [Theory]
    [InlineData("en-US")]
    [InlineData("zh-CN")]
    public void Each_stands_in_the_help(string culture)
    {
        string help = File.ReadAllText(Path.Join(Repository.Root, "src", "StockSync", "Help", culture, "about_StockSync_Operations.help.txt"));
        Assert.All(s_codes, c => Assert.Contains(c, help, StringComparison.Ordinal));
    }
}
