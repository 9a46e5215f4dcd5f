using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using StockSync.Module.Tests.Hosting;
using Xunit;

namespace StockSync.Module.Tests.Help;

/// <summary>The about topics in both languages, against what the module really has.</summary>
public sealed partial class AboutTests
{
    static readonly string[] s_topics = ["about_StockSync", "about_StockSync_Configuration", "about_StockSync_Errors", "about_StockSync_Machines", "about_StockSync_Operations"];

    public static TheoryData<string> Cultures => HelpFiles.Cultures;

    [Theory]
    [MemberData(nameof(Cultures))]
    public void Topics_are_there_and_Get_Help_shows_them(string culture)
    {
        var files = Directory.GetFiles(HelpFiles.Directory(culture), "*.help.txt").Select(f => Path.GetFileName(f)).Order();
        Assert.Equal(s_topics.Select(t => $"{t}.help.txt").Order(), files);
        using var session = new ModuleSession();
        foreach (string topic in s_topics)
        {
            var help = ModuleSession.InCulture(culture, () => session.Run($"Get-Help {topic}"));
            var page = Assert.Single(help);
            Assert.Equal(string.Join('\n', HelpFiles.About(culture, topic)), page.ToString().ReplaceLineEndings("\n").TrimEnd());
            Assert.Equal(HelpFiles.About(culture, topic)[4].Trim(), (string)page.Properties["Synopsis"].Value);
        }
    }

    [Theory]
    [MemberData(nameof(Cultures))]
    public void Lines_fit_into_80_columns(string culture)
    {
        foreach (string topic in s_topics)
            Assert.All(HelpFiles.About(culture, topic), line => Assert.True(Columns(line) <= 80, line));
    }

    [Theory]
    [MemberData(nameof(Cultures))]
    public void Settings_page_has_every_setting_with_its_variable_and_default(string culture)
    {
        using var session = new ModuleSession();
        var rows = session.Run("Get-SyncConfiguration");
        var lines = HelpFiles.About(culture, "about_StockSync_Configuration");
        foreach (dynamic row in rows)
        {
            int at = Array.IndexOf(lines, $"    {row.Name}");
            Assert.True(at >= 0, $"{row.Name} is missing");
            Assert.Equal($"        {row.Variable}", lines[at + 1]);

            // Where the default file and folder lie depends on the user; the page explains it in words.
            if ((string)row.Name is not ("Database" or "StateDirectory") && (object?)row.Default is string value)
                Assert.Equal(value, lines[at + 2].Split(": ", 2)[^1].Split('：', 2)[^1]);
        }

        var known = rows.Select(r => (string)r.Properties["Variable"].Value).Append("STOCKSYNC_CONFIG").Append("STOCKSYNC_PROFILE");
        var named = Variable().Matches(string.Join('\n', lines)).Select(m => m.Value).Distinct();
        Assert.Equal(known.Order(), named.Order());
    }

    [Theory]
    [MemberData(nameof(Cultures))]
    public void Errors_page_has_every_id_and_no_other(string culture)
    {
        using var session = new ModuleSession();
        var type = (Type)session.Run("[StockSync.ErrorIds]").Single().BaseObject;
        Assert.StartsWith(StagedModule.Directory, type.Assembly.Location, StringComparison.Ordinal);
        var ids = type.GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => (string)f.GetRawConstantValue()!);

        var lines = HelpFiles.About(culture, "about_StockSync_Errors");
        var body = lines[Array.FindIndex(lines, l => l.EndsWith("SourceUnreachable", StringComparison.Ordinal))..^6];
        Assert.Equal(ids.Order(), body.Where(l => Entry().IsMatch(l)).Select(l => l.Trim()).Order());
    }

    [Theory]
    [MemberData(nameof(Cultures))]
    public void Commands_that_are_named_exist(string culture)
    {
        using var session = new ModuleSession();
        var commands = session.Run("Get-Command -Module StockSync").Select(c => c.Properties["Name"].Value.ToString()!).ToHashSet();
        foreach (string file in Directory.GetFiles(HelpFiles.Directory(culture)))
        {
            var named = Command().Matches(File.ReadAllText(file, Encoding.UTF8)).Select(m => m.Value).Distinct();
            Assert.All(named, name => Assert.Contains(name, commands));
        }
    }

    static int Columns(string line) => line.Sum(c => c >= 0x2E80 ? 2 : 1);

    [GeneratedRegex("STOCKSYNC_[A-Z]+(_[A-Z]+)*")]
    private static partial Regex Variable();

    [GeneratedRegex("^    [A-Z][A-Za-z]+$")]
    private static partial Regex Entry();

    [GeneratedRegex(@"\b[A-Z][a-z]+-(Sync|Stock|FailedStock|TradingDay)[A-Za-z]*\b")]
    private static partial Regex Command();
}
