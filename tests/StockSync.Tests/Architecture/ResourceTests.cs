using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace StockSync.Tests.Architecture;

/// <summary>Users read English and Chinese: every message stands in both, with the same places for values.</summary>
public partial class ResourceTests
{
    public static TheoryData<string> Resources()
    {
        var data = new TheoryData<string>();
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.resx", SearchOption.AllDirectories))
        {
            if (!Repository.IsBuildOutput(file) && !file.EndsWith(".zh-Hans.resx", StringComparison.Ordinal))
                data.Add(Path.GetRelativePath(Repository.Root, file));
        }
        return data;
    }

    [Theory]
    [MemberData(nameof(Resources))]
    public void Every_message_stands_in_both_languages_with_the_same_places(string file)
    {
        var english = Read(Path.Combine(Repository.Root, file));
        var chinese = Read(Path.Combine(Repository.Root, file.Replace(".resx", ".zh-Hans.resx", StringComparison.Ordinal)));
        Assert.Equal(english.Keys.Order(), chinese.Keys.Order());
        foreach (var (name, text) in english)
            Assert.True(Places(text).SetEquals(Places(chinese[name])), $"{name}: {text} / {chinese[name]}");
    }

    // The compiler finds a member whose text is missing; texts that nothing shows are found here. Other files are read by names made at run time.
    [Theory]
    [InlineData("src/StockSync.Engine/Resources/SyncStrings.resx")]
    [InlineData("src/StockSync.Engine/Operations/Log/LogStrings.resx")]
    [InlineData("src/StockSync/Resources/Strings.resx")]
    public void Every_text_is_shown_somewhere(string file)
    {
        var member = new Regex($@"\b{Path.GetFileNameWithoutExtension(file)}\.(?:Format)?(\w+)");
        var used = Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(f => !Repository.IsBuildOutput(f))
            .SelectMany(f => member.Matches(File.ReadAllText(f)).SelectMany(m => new[] { m.Groups[1].Value, "Format" + m.Groups[1].Value }))
            .ToHashSet();
        Assert.NotEmpty(used);
        Assert.Empty(Read(Path.Combine(Repository.Root, file)).Keys.Except(used));
    }

    static Dictionary<string, string> Read(string file) => XDocument.Load(file).Root!.Elements("data")
        .ToDictionary(e => e.Attribute("name")!.Value, e => e.Element("value")!.Value);

    static HashSet<string> Places(string text) => [.. Place().Matches(text).Select(m => m.Groups[1].Value)];

    [GeneratedRegex(@"\{(\d+)[^}]*\}")]
    private static partial Regex Place();
}
