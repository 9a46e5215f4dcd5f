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
        ["StockSync.Engine"] = ["StockSync.Core", "Npgsql", "Polly.Core", "Microsoft.Data.Sqlite", "MailKit", "System.IO.Hashing"],
        ["StockSync"] = ["StockSync.Core", "StockSync.Engine", "PowerShellStandard.Library"],
    };

    // What the whole engine may use: texts, measures, and the contracts of service and database.
    static readonly string[] s_common =
    [
        "StockSync.Engine.Resources", "StockSync.Engine.Telemetry", "StockSync.Engine.Sources.Contract", "StockSync.Engine.Stores.Contract",
    ];

    /// <summary>
    /// Folder → what its <c>using</c> lines may name beside the base library, StockSync (Core) and its own. The rows of a sync stand in the
    /// order in which its data flow: each may use those above it, never one below.
    /// </summary>
    static readonly (string Folder, string[] Allowed)[] s_folders =
    [
        ("src/StockSync.Core", []),
        ("src/StockSync.Engine/Resources", []),
        ("src/StockSync.Engine/Sources/Contract", []),
        ("src/StockSync.Engine/Stores/Contract", ["Polly", "StockSync.Engine.Sources.Contract"]),
        ("src/StockSync.Engine/Telemetry", ["StockSync.Engine.Stores.Contract"]),
        ("src/StockSync.Engine/Configuration", ["StockSync.Engine.Resources"]),
        ("src/StockSync.Engine/Sources", ["StockSync.Engine.Resources", "StockSync.Engine.Sources"]),
        ("src/StockSync.Engine/Stores", ["Npgsql", "NpgsqlTypes", "Microsoft.Data.Sqlite", "SQLitePCL", "Polly", "StockSync.Engine.Resources", "StockSync.Engine.Sources.Contract"]),
        ("src/StockSync.Engine/Market", s_common),
        ("src/StockSync.Engine/Evidence", [.. s_common, .. Rooms("Market")]),
        ("src/StockSync.Engine/Service", ["Polly", .. s_common, .. Rooms("Market")]),
        ("src/StockSync.Engine/Planning", [.. s_common, .. Rooms("Market", "Evidence", "Service")]),
        ("src/StockSync.Engine/RunState", ["Polly", .. s_common, .. Rooms("Market", "Evidence", "Service", "Planning")]),
        ("src/StockSync.Engine/Settling", [.. s_common, .. Rooms("Market", "Evidence", "Service", "Planning", "RunState")]),
        ("src/StockSync.Engine/Operations", []),
        ("src/StockSync.Engine/Operations/Log", s_common),
        ("src/StockSync.Engine/Operations/Schedules", [.. s_common, .. Rooms("Market")]),
        ("src/StockSync.Engine/Operations/Alerts", ["MailKit", "MimeKit", "StockSync.Engine.Operations.Log", .. s_common]),
        ("src/StockSync.Engine/Operations/Health", ["StockSync.Engine.Operations.Schedules", .. s_common, .. Rooms("Market", "Evidence", "Settling")]),
        ("src/StockSync.Engine/Operations/Reports", s_common),
        ("src/StockSync.Engine/Fetching", [.. s_common, .. Rooms("Market", "Evidence", "Service", "Planning", "RunState", "Settling")]),
        ("src/StockSync.Engine/Sharing",
            [.. s_common, "StockSync.Engine.Operations.Alerts", .. Rooms("Market", "Evidence", "Service", "Planning", "RunState", "Settling", "Fetching")]),
        ("src/StockSync.Engine/Runs",
            [.. s_common, "StockSync.Engine.Operations.Alerts", .. Rooms("Market", "Evidence", "Service", "Planning", "RunState", "Settling", "Fetching", "Sharing")]),
        ("src/StockSync.Engine/ScheduledSync",
            [.. s_common, .. Rooms("Market", "Evidence", "Planning", "RunState", "Runs", "Operations.Alerts", "Operations.Log", "Operations.Schedules")]),
        ("src/StockSync/Binding", ["StockSync.Binding", "StockSync.Resources", "System.Management.Automation"]),
        ("src/StockSync/Completion", ["StockSync.Completion", "StockSync.Loading", "System.Management.Automation"]),
        ("src/StockSync/Loading", ["StockSync.Loading", "StockSync.Engine", "System.Management.Automation"]),
        ("src/StockSync/Commands", ["StockSync.Binding", "StockSync.Completion", "StockSync.Loading", "StockSync.Pipeline", "StockSync.Reporting", "StockSync.Resources", "StockSync.Scheduling", "System.Management.Automation"]),
        ("src/StockSync/Reporting", ["StockSync.Reporting", "StockSync.Resources"]),
        ("src/StockSync/Scheduling", ["StockSync.Loading", "StockSync.Resources", "StockSync.Scheduling"]),
        ("src/StockSync/Pipeline", ["StockSync.Pipeline", "StockSync.Resources", "System.Management.Automation"]),
    ];

    static IEnumerable<string> Rooms(params string[] names) => names.Select(n => "StockSync.Engine." + n);

    [Fact]
    public void Projects_reference_only_what_they_may()
    {
        foreach (var (project, allowed) in s_projects)
        {
            var file = Path.Combine(Repository.Root, "src", project, project + ".csproj");
            var references = XDocument.Load(file).Descendants()
                .Where(e => e.Name.LocalName is "PackageReference" or "ProjectReference")
                .Where(e => !e.Attribute("Include")!.Value.StartsWith("Microsoft.CodeAnalysis.", StringComparison.Ordinal)) // of the build alone
                .Select(e => e.Attribute("Include")!.Value)
                .Select(v => v.EndsWith(".csproj", StringComparison.Ordinal) ? Path.GetFileNameWithoutExtension(v.Replace('\\', '/')) : v);
            Assert.Empty(references.Except(allowed));
        }
    }

    [Fact]
    public void Folders_use_only_what_they_may()
    {
        var breaches = new List<string>();
        foreach (var file in SourceFiles())
        {
            string path = Relative(file);
            if (RowOf(path) is not { Folder: { } folder } row)
                continue;
            string own = folder["src/".Length..].Replace('/', '.');
            breaches.AddRange(
                from Match match in UsingLine().Matches(File.ReadAllText(file))
                let name = match.Groups[1].Value
                where name != "StockSync" && !IsBaseLibrary(name) && !row.Allowed.Append(own).Any(a => name == a || name.StartsWith(a + ".", StringComparison.Ordinal))
                select $"{path}: {name}");
        }
        Assert.Empty(breaches);
    }

    [Fact]
    public void Every_folder_has_a_row_and_every_row_a_folder()
    {
        // The folders of the projects themselves hold what composes the rest.
        string[] roots = ["src/StockSync", "src/StockSync.Engine"];
        var folders = SourceFiles().Select(f => Path.GetDirectoryName(Relative(f))!.Replace('\\', '/')).Distinct().Except(roots).ToArray();
        Assert.All(folders, f => Assert.NotNull(RowOf(f + "/x")));
        Assert.All(s_folders, r => Assert.Contains(folders, f => f == r.Folder || f.StartsWith(r.Folder + "/", StringComparison.Ordinal)));
    }

    [Fact]
    public void Nothing_below_the_cmdlets_knows_PowerShell()
    {
        var named = SourceFiles()
            .Where(f => Relative(f) is var r
                && (r.StartsWith("src/StockSync.Core/", StringComparison.Ordinal) || r.StartsWith("src/StockSync.Engine/", StringComparison.Ordinal)))
            .Where(f => File.ReadAllText(f).Contains("System.Management.Automation", StringComparison.Ordinal));
        Assert.Empty(named);
    }

    // The row of the innermost folder that has one.
    static (string Folder, string[] Allowed)? RowOf(string path) =>
        s_folders.Where(r => path.StartsWith(r.Folder + "/", StringComparison.Ordinal)).OrderByDescending(r => r.Folder.Length)
            .Select(r => ((string, string[])?)r).FirstOrDefault();

    static IEnumerable<string> SourceFiles() => s_projects.Keys
        .SelectMany(p => Directory.EnumerateFiles(Path.Combine(Repository.Root, "src", p), "*.cs", SearchOption.AllDirectories))
        .Where(f => !Repository.IsBuildOutput(f));

    static string Relative(string file) => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/');

    static bool IsBaseLibrary(string name) =>
        (name == "System" || name.StartsWith("System.", StringComparison.Ordinal)) && !name.StartsWith("System.Management.Automation", StringComparison.Ordinal);

    [GeneratedRegex(@"^\s*(?:global\s+)?using\s+(?:static\s+)?(?:\w+\s*=\s*)?([A-Z][\w.]*)\s*;", RegexOptions.Multiline)]
    private static partial Regex UsingLine();
}
