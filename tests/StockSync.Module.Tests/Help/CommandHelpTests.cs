using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Xml.Linq;
using StockSync.Module.Tests.Hosting;
using Xunit;

namespace StockSync.Module.Tests.Help;

/// <summary>The help says what the cmdlets are, in both languages: nothing is missing and nothing is made up.</summary>
public sealed class CommandHelpTests
{
    public static TheoryData<string> Cultures => HelpFiles.Cultures;

    [Theory]
    [MemberData(nameof(Cultures))]
    public void Every_cmdlet_has_a_page_and_every_page_a_cmdlet(string culture)
    {
        using var session = new ModuleSession();
        Assert.Equal(Cmdlets(session).Select(c => c.Name).Order(), HelpFiles.Pages(culture).Keys.Order());
    }

    [Theory]
    [MemberData(nameof(Cultures))]
    public void Get_Help_shows_the_page_in_the_language_of_the_session(string culture)
    {
        using var session = new ModuleSession();
        foreach (var cmdlet in Cmdlets(session))
        {
            var help = ModuleSession.InCulture(culture, () => session.Run($"Get-Help {cmdlet.Name} -Full").Single());
            Assert.StartsWith("MamlCommandHelpInfo", help.TypeNames[0], StringComparison.Ordinal);
            string synopsis = ((string)help.Properties["Synopsis"].Value).Trim();
            Assert.NotEmpty(synopsis);
            Assert.DoesNotContain("CommonParameters", synopsis, StringComparison.Ordinal);
            Assert.Equal(culture == "zh-CN", IsChinese(synopsis));
            Assert.NotEmpty((object[])LanguagePrimitives.ConvertTo(Member(help, "description"), typeof(object[]), CultureInfo.InvariantCulture));
            Assert.NotEmpty((object[])LanguagePrimitives.ConvertTo(Member(help, "examples", "example"), typeof(object[]), CultureInfo.InvariantCulture));
        }
    }

    [Fact]
    public void The_alias_leads_to_the_page_of_its_cmdlet()
    {
        using var session = new ModuleSession();
        var help = session.Run("Get-Help Retry-FailedStock").Single();
        Assert.Equal("Resume-FailedStock", (string)help.Properties["Name"].Value);
    }

    [Theory]
    [MemberData(nameof(Cultures))]
    public void Parameters_are_those_of_the_cmdlet(string culture)
    {
        using var session = new ModuleSession();
        var pages = HelpFiles.Pages(culture);
        foreach (var cmdlet in Cmdlets(session))
        {
            var helped = HelpFiles.Parameters(pages[cmdlet.Name]).ToDictionary(HelpFiles.Name);
            var real = cmdlet.ParameterSets.SelectMany(Own).DistinctBy(p => p.Name).ToArray();
            Assert.Equal(real.Select(p => p.Name).Order(), helped.Keys.Order());
            Assert.All(real, p => CheckParameter(cmdlet.Name, p, helped[p.Name], culture));
        }
    }

    [Theory]
    [MemberData(nameof(Cultures))]
    public void Syntax_has_every_parameter_set(string culture)
    {
        using var session = new ModuleSession();
        var pages = HelpFiles.Pages(culture);
        foreach (var cmdlet in Cmdlets(session))
        {
            var helped = HelpFiles.Syntax(pages[cmdlet.Name])
                .Select(s => string.Join('\n', HelpFiles.ParametersOf(s).Select(p => $"{HelpFiles.Name(p)}: {Traits(p)}").Order()));
            var real = cmdlet.ParameterSets
                .Select(s => string.Join('\n', Own(s).Select(p => $"{p.Name}: {Traits(p)}").Order()));
            Assert.Equal(real.Order(), helped.Order());
        }
    }

    [Theory]
    [MemberData(nameof(Cultures))]
    public void Outputs_and_the_members_they_name_exist(string culture)
    {
        using var session = new ModuleSession();
        var pages = HelpFiles.Pages(culture);
        foreach (var cmdlet in Cmdlets(session))
        {
            var helped = HelpFiles.Outputs(pages[cmdlet.Name]).ToArray();
            Assert.Equal(cmdlet.OutputType.Select(t => t.Name).DefaultIfEmpty("None").Order(), helped.Select(o => o.Type).Order());
            foreach (var (type, paragraphs) in helped.Where(o => o.Type.StartsWith("StockSync.", StringComparison.Ordinal)))
            {
                var members = cmdlet.OutputType.Single(t => t.Name == type).Type.GetProperties().Select(p => p.Name).ToHashSet();
                var named = paragraphs[1..].SelectMany(p => p.Split(':', '：')[0].Split(", "));
                Assert.All(named, n => Assert.Contains(n, members));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Cultures))]
    public void Examples_parse_and_use_parameters_that_exist(string culture)
    {
        using var session = new ModuleSession();
        var cmdlets = Cmdlets(session).ToDictionary(c => c.Name, StringComparer.OrdinalIgnoreCase);
        cmdlets["Retry-FailedStock"] = cmdlets["Resume-FailedStock"];
        foreach (var (name, page) in HelpFiles.Pages(culture))
        {
            var examples = HelpFiles.Examples(page).ToArray();
            Assert.True(examples.Length >= 2, $"{name} has {examples.Length} examples");
            foreach (string example in examples)
            {
                var script = Parser.ParseInput(example, out _, out var errors);
                Assert.Empty(errors);
                var commands = script.FindAll(a => a is CommandAst, true).Cast<CommandAst>().ToArray();
                var ours = commands.Where(c => cmdlets.ContainsKey(c.GetCommandName())).ToArray();
                Assert.NotEmpty(ours);
                foreach (var command in ours)
                {
                    var known = cmdlets[command.GetCommandName()].Parameters.Values.SelectMany(p => p.Aliases.Append(p.Name)).ToArray();
                    Assert.All(
                        command.CommandElements.OfType<CommandParameterAst>(),
                        p => Assert.Contains(p.ParameterName, known, StringComparer.OrdinalIgnoreCase));
                }
            }
        }
    }

    [Fact]
    public void Both_languages_have_the_same_examples()
    {
        var (english, chinese) = (HelpFiles.Pages("en-US"), HelpFiles.Pages("zh-CN"));
        Assert.All(english, p => Assert.Equal(HelpFiles.Examples(p.Value), HelpFiles.Examples(chinese[p.Key])));
    }

    static void CheckParameter(string cmdlet, CommandParameterInfo real, XElement helped, string culture)
    {
        string where = $"{cmdlet} -{real.Name}";
        var type = Nullable.GetUnderlyingType(real.ParameterType) ?? real.ParameterType;
        Assert.Equal((where, Traits(real)), (where, Traits(helped)));
        Assert.Equal((where, type.Name), (where, helped.Elements().Where(e => e.Name.LocalName == "type").Select(HelpFiles.Name).Single()));
        Assert.Equal((where, culture == "zh-CN"), (where, IsChinese(HelpFiles.Text(helped))));
        foreach (string value in type.IsEnum ? Enum.GetNames(type) : [])
            Assert.Contains(value, HelpFiles.Text(helped), StringComparison.Ordinal);
    }

    static string Traits(CommandParameterInfo real)
    {
        string[] inputs = [
            .. real.ValueFromPipelineByPropertyName ? ["ByPropertyName"] : Array.Empty<string>(),
            .. real.ValueFromPipeline ? ["ByValue"] : Array.Empty<string>()];
        return Traits(
            real.IsMandatory,
            real.Attributes.OfType<SupportsWildcardsAttribute>().Any(),
            inputs.Length > 0 ? $"True ({string.Join(", ", inputs)})" : "False",
            real.Position >= 0 ? $"{real.Position}" : "named",
            real.Aliases.Count > 0 ? string.Join(", ", real.Aliases) : "none");
    }

    static string Traits(XElement helped) => Traits(
        (bool)helped.Attribute("required")!,
        (bool)helped.Attribute("globbing")!,
        helped.Attribute("pipelineInput")!.Value,
        helped.Attribute("position")!.Value,
        helped.Attribute("aliases")!.Value);

    static string Traits(bool isMandatory, bool isPattern, string input, string position, string aliases) =>
        $"mandatory {isMandatory}, wildcards {isPattern}, input {input}, position {position}, aliases {aliases}";

    static CmdletInfo[] Cmdlets(ModuleSession session) =>
        [.. session.Run("Get-Command -Module StockSync -CommandType Cmdlet").Select(c => (CmdletInfo)c.BaseObject)];

    static IEnumerable<CommandParameterInfo> Own(CommandParameterSetInfo set) =>
        set.Parameters.Where(p => !Cmdlet.CommonParameters.Contains(p.Name));

    static object? Member(PSObject parent, params string[] path) =>
        path.Aggregate((object?)parent, (value, name) => PSObject.AsPSObject(value).Properties[name]?.Value);

    static bool IsChinese(string text)
    {
        Assert.NotEmpty(text);
        return text.Any(c => c is >= '一' and <= '龥');
    }
}
