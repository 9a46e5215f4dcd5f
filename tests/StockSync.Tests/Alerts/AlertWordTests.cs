using System.Globalization;
using System.Text.RegularExpressions;
using StockSync.Engine.Operations.Alerts.Wording;
using StockSync.Engine.Stores.Sql;
using StockSync.Tests.Architecture;
using Xunit;

namespace StockSync.Tests.Alerts;

public partial class AlertWordTests
{
    [Fact]
    public void Every_word_that_is_asked_for_exists_in_both_languages()
    {
        var folder = Path.Combine(Repository.Root, "src", "StockSync.Engine", "Operations", "Alerts");
        var asked = Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .SelectMany(f => Name().Matches(File.ReadAllText(f)).SelectMany(m => m.Groups.Values.Skip(1)))
            .Where(g => g.Success).Select(g => g.Value)
            .Concat(Enum.GetNames<AlertSeverity>().Select(n => $"Severity{n}"))
            .Concat(Enum.GetNames<AlertRule>().Where(n => n != nameof(AlertRule.Test)).Select(n => $"Advice{n}"));
        var (english, chinese) = (AlertSamples.English, new AlertWords(CultureInfo.GetCultureInfo("zh-CN")));
        object[] values = ["a", "b", "c"];
        Assert.True(asked.Count() > 50);

        // A word that is missing is its name in both.
        foreach (string name in asked.Distinct())
            Assert.NotEqual(english.Get(name, values), chinese.Get(name, values));
    }

    [GeneratedRegex(@"(?:ords\.Get|Of\(\w+\)\.Get)\((?:[\w.]+ \? )?""(\w+)""(?: : ""(\w+)"")?|Add\(lines, ""(\w+)""")]
    private static partial Regex Name();
}
