using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace StockSync.Tests.Architecture;

/// <summary>Data flows one way: a breach of the allowed dependencies fails here, not in a review.</summary>
public partial class DependencyTests
{
    static readonly Dictionary<string, string[]> s_projects = new()
    {
        ["StockSync.Core"] = [],
        ["StockSync.Engine"] = ["StockSync.Core", "Npgsql", "Polly.Core", "Microsoft.Data.Sqlite", "MailKit"],
        ["StockSync"] = ["StockSync.Core", "StockSync.Engine", "PowerShellStandard.Library"],
    };

    /// <summary>Folder → what its <c>using</c> lines may name beside the base library and StockSync (Core).</summary>
    static readonly (string Folder, string[] Allowed)[] s_folders =
    [
        ("src/StockSync.Core", []),
        ("src/StockSync.Engine/Telemetry", []),
        ("src/StockSync.Engine/Sync", ["Polly", "StockSync.Engine.Sync", "StockSync.Engine.Telemetry"]),
        ("src/StockSync.Engine/Sources", ["StockSync.Engine.Sources"]),
        ("src/StockSync.Engine/Stores", ["Npgsql", "NpgsqlTypes", "Microsoft.Data.Sqlite", "SQLitePCL", "StockSync.Engine.Stores"]),
        ("src/StockSync.Engine/Health", ["StockSync.Engine.Health", "StockSync.Engine.Sync"]),
        ("src/StockSync.Engine/Alerts", ["MailKit", "MimeKit", "StockSync.Engine.Alerts", "StockSync.Engine.Telemetry"]),
        ("src/StockSync.Engine/Configuration", ["StockSync.Engine.Configuration"]),
        ("src/StockSync.Engine/Schedules", ["StockSync.Engine.Schedules"]),
        ("src/StockSync.Engine/Reports", ["StockSync.Engine.Reports"]),
        ("src/StockSync.Engine/Log", ["StockSync.Engine.Log"]),
        ("src/StockSync/Binding", ["StockSync.Binding", "StockSync.Resources", "System.Management.Automation"]),
        ("src/StockSync/Completion", ["StockSync.Completion", "StockSync.Loading", "System.Management.Automation"]),
        ("src/StockSync/Loading", ["StockSync.Loading", "StockSync.Engine", "System.Management.Automation"]),
        ("src/StockSync/Commands", ["StockSync.Binding", "StockSync.Completion", "StockSync.Loading", "StockSync.Pipeline", "StockSync.Reporting", "StockSync.Resources", "StockSync.Scheduling", "System.Management.Automation"]),
        ("src/StockSync/Reporting", ["StockSync.Reporting", "StockSync.Resources"]),
        ("src/StockSync/Scheduling", ["StockSync.Loading", "StockSync.Resources", "StockSync.Scheduling"]),
        ("src/StockSync/Pipeline", ["StockSync.Pipeline", "StockSync.Resources", "System.Management.Automation"]),
    ];

    [Fact]
    public void Projects_reference_only_what_they_may()
    {
        foreach (var (project, allowed) in s_projects)
        {
            var file = Path.Combine(Repository.Root, "src", project, project + ".csproj");
            var references = XDocument.Load(file).Descendants()
                .Where(e => e.Name.LocalName is "PackageReference" or "ProjectReference")
                .Select(e => e.Attribute("Include")!.Value)
                .Select(v => v.EndsWith(".csproj", StringComparison.Ordinal) ? Path.GetFileNameWithoutExtension(v.Replace('\\', '/')) : v);
            Assert.Empty(references.Except(allowed));
        }
    }

    [Fact]
    public void Folders_use_only_what_they_may()
    {
        var breaches = new List<string>();
        foreach (var (folder, allowed) in s_folders)
        {
            var root = Path.Combine(Repository.Root, folder);
            if (!Directory.Exists(root))
                continue;
            foreach (var file in Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories).Where(f => !Repository.IsBuildOutput(f)))
            {
                breaches.AddRange(
                    from Match match in UsingLine().Matches(File.ReadAllText(file))
                    let name = match.Groups[1].Value
                    where name != "StockSync" && !IsBaseLibrary(name) && !allowed.Any(a => name == a || name.StartsWith(a + ".", StringComparison.Ordinal))
                    select $"{Path.GetRelativePath(Repository.Root, file)}: {name}");
            }
        }
        Assert.Empty(breaches);
    }

    [Fact]
    public void Nothing_below_the_cmdlets_knows_PowerShell()
    {
        var named = Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(f => !Repository.IsBuildOutput(f))
            .Where(f => Path.GetRelativePath(Repository.Root, f).Replace('\\', '/') is var r
                && (r.StartsWith("src/StockSync.Core/", StringComparison.Ordinal) || r.StartsWith("src/StockSync.Engine/", StringComparison.Ordinal)))
            .Where(f => File.ReadAllText(f).Contains("System.Management.Automation", StringComparison.Ordinal));
        Assert.Empty(named);
    }

    static bool IsBaseLibrary(string name) =>
        (name == "System" || name.StartsWith("System.", StringComparison.Ordinal)) && !name.StartsWith("System.Management.Automation", StringComparison.Ordinal);

    [GeneratedRegex(@"^\s*(?:global\s+)?using\s+(?:static\s+)?(?:\w+\s*=\s*)?([A-Z][\w.]*)\s*;", RegexOptions.Multiline)]
    private static partial Regex UsingLine();
}
