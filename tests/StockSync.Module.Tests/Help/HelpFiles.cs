using System.Xml.Linq;
using StockSync.Module.Tests.Hosting;
using Xunit;

namespace StockSync.Module.Tests.Help;

/// <summary>The help files of the staged module.</summary>
static class HelpFiles
{
    static readonly XNamespace s_maml = "http://schemas.microsoft.com/maml/2004/10";
    static readonly XNamespace s_command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    static readonly XNamespace s_dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    public static TheoryData<string> Cultures => ["en-US", "zh-CN"];

    public static string Directory(string culture) => Path.Join(StagedModule.Directory, culture);

    public static string[] About(string culture, string topic) => File.ReadAllLines(Path.Join(Directory(culture), $"{topic}.help.txt"));

    /// <summary>The pages of the cmdlets by name.</summary>
    public static IReadOnlyDictionary<string, XElement> Pages(string culture) =>
        XDocument.Load(Path.Join(Directory(culture), "StockSync.dll-Help.xml")).Root!.Elements(s_command + "command")
            .ToDictionary(c => c.Element(s_command + "details")!.Element(s_command + "name")!.Value);

    public static IEnumerable<XElement> Parameters(XElement page) => page.Element(s_command + "parameters")!.Elements(s_command + "parameter");

    public static IEnumerable<XElement> Syntax(XElement page) => page.Element(s_command + "syntax")!.Elements(s_command + "syntaxItem");

    public static IEnumerable<XElement> ParametersOf(XElement syntaxItem) => syntaxItem.Elements(s_command + "parameter");

    public static string Name(XElement element) => element.Element(s_maml + "name")!.Value;

    public static string Text(XElement element) => element.Element(s_maml + "description")?.Value.Trim() ?? "";

    public static IEnumerable<string> Examples(XElement page) => page.Descendants(s_dev + "code").Select(c => c.Value);

    /// <summary>The output types, each with the paragraphs that describe it.</summary>
    public static IEnumerable<(string Type, string[] Paragraphs)> Outputs(XElement page) => page.Descendants(s_command + "returnValue")
        .Select(v => (Name(v.Element(s_dev + "type")!), v.Descendants(s_maml + "para").Select(p => p.Value).ToArray()));
}
