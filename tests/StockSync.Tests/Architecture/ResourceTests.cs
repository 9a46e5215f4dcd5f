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

    [Fact]
    public void Every_message_of_a_sync_is_used_and_every_one_that_is_used_exists()
    {
        var folder = Path.Combine(Repository.Root, "src", "StockSync.Engine");
        var known = Read(Path.Combine(folder, "Resources", "SyncStrings.resx"));
        var used = Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories).Where(f => !Repository.IsBuildOutput(f))
            .SelectMany(f => MessageName().Matches(File.ReadAllText(f)).Select(m => m.Groups[1].Value)).ToHashSet();
        Assert.Empty(used.Except(known.Keys));
        Assert.Empty(known.Keys.Except(used));
    }

    static Dictionary<string, string> Read(string file) => XDocument.Load(file).Root!.Elements("data")
        .ToDictionary(e => e.Attribute("name")!.Value, e => e.Element("value")!.Value);

    static HashSet<string> Places(string text) => [.. Place().Matches(text).Select(m => m.Groups[1].Value)];

    [GeneratedRegex(@"\{(\d+)[^}]*\}")]
    private static partial Regex Place();

    [GeneratedRegex(@"SyncText\.Get\(\s*""(\w+)""")]
    private static partial Regex MessageName();
}
