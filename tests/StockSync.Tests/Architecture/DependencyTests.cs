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
    /// Folder → what its <c>using</c> lines may name beside the base library, StockSync (Core) and its own, and the types of the engine's root
    /// that it may use. The rows of a sync stand in the order in which its data flow: each may use those above it, never one below.
    /// </summary>
    static readonly (string Folder, string[] Allowed)[] s_folders =
    [
        ("src/StockSync.Core", []),
        ("src/StockSync.Engine/Resources", []),
        ("src/StockSync.Engine/Sources/Contract", []),
        ("src/StockSync.Engine/Stores/Contract", ["Polly", "StockSync.Engine.Sources.Contract"]),
        ("src/StockSync.Engine/Telemetry", ["StockSync.Engine.Stores.Contract"]),
        ("src/StockSync.Engine/Configuration", ["StockSync.Engine.Resources", .. Rooms("IRedactor")]),
        ("src/StockSync.Engine/Sources", ["StockSync.Engine.Resources", "StockSync.Engine.Sources", .. Rooms("IRedactor")]),
        ("src/StockSync.Engine/Stores", ["Npgsql", "NpgsqlTypes", "Microsoft.Data.Sqlite", "SQLitePCL", "Polly", "StockSync.Engine.Resources", "StockSync.Engine.Sources.Contract"]),
        ("src/StockSync.Engine/Market", s_common),
        ("src/StockSync.Engine/Evidence", [.. s_common, .. Rooms("Market")]),
        ("src/StockSync.Engine/Service", ["Polly", .. s_common, .. Rooms("Market", "RunServices")]),
        ("src/StockSync.Engine/Planning", [.. s_common, .. Rooms("Market", "Evidence", "Service", "RunServices")]),
        ("src/StockSync.Engine/RunState", ["Polly", .. s_common, .. Rooms("Market", "Evidence", "Service", "Planning", "RunServices", "RunAlerts")]),
        ("src/StockSync.Engine/Settling", [.. s_common, .. Rooms("Market", "Evidence", "Service", "Planning", "RunState")]),
        ("src/StockSync.Engine/Operations", []),
        ("src/StockSync.Engine/Operations/Log", [.. s_common, .. Rooms("IRedactor")]),
        ("src/StockSync.Engine/Operations/Schedules", [.. s_common, .. Rooms("Market")]),
        ("src/StockSync.Engine/Operations/Alerts", ["MailKit", "MimeKit", "StockSync.Engine.Operations.Log", .. s_common, .. Rooms("IRedactor")]),
        ("src/StockSync.Engine/Operations/Health", ["StockSync.Engine.Operations.Schedules", .. s_common, .. Rooms("Market", "Evidence", "Settling", "Operations.Percentile")]),
        ("src/StockSync.Engine/Operations/Reports", [.. s_common, .. Rooms("Operations.Percentile")]),
        ("src/StockSync.Engine/Fetching", [.. s_common, .. Rooms("Market", "Evidence", "Service", "Planning", "RunState", "Settling")]),
        ("src/StockSync.Engine/Sharing",
            [.. s_common, "StockSync.Engine.Operations.Alerts", .. Rooms("Market", "Evidence", "Service", "Planning", "RunState", "Settling", "Fetching", "RunServices")]),
        ("src/StockSync.Engine/Runs",
            [.. s_common, "StockSync.Engine.Operations.Alerts", .. Rooms("Market", "Evidence", "Service", "Planning", "RunState", "Settling", "Fetching", "Sharing", "RunServices")]),
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

    // Folders of the engine, and types of its root.
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
            string own = NameOf(folder);
            breaches.AddRange(
                from Match match in UsingLine().Matches(File.ReadAllText(file))
                let name = match.Groups[1].Value
                where name != "StockSync" && !IsBaseLibrary(name) && !row.Allowed.Append(own).Any(a => name == a || name.StartsWith(a + ".", StringComparison.Ordinal))
                select $"{path}: {name}");
        }
        Assert.Empty(breaches);
    }

    [Fact]
    public void Folders_use_only_those_types_of_their_parents_that_they_may()
    {
        // Types of an enclosing namespace are visible without a using line.
        var declared = SourceFiles().ToLookup(f => FolderOf(Relative(f)), f => Declaration().Matches(File.ReadAllText(f)).Select(m => m.Groups[1].Value));
        var used = new List<(string Folder, string Type, string Path)>();
        foreach (var file in SourceFiles())
        {
            string path = Relative(file);
            if (RowOf(path) is not { Folder: { } folder })
                continue;
            var words = Word().Matches(CommentOrText().Replace(File.ReadAllText(file), "")).Select(m => m.Value).ToHashSet();
            for (string parent = FolderOf(folder); parent.StartsWith("src/", StringComparison.Ordinal); parent = FolderOf(parent))
            {
                string space = NameOf(parent);
                used.AddRange(declared[parent].SelectMany(t => t).Where(words.Contains).Select(t => (folder, $"{space}.{t}", path)));
            }
        }
        Assert.Empty(
            from use in used
            let allowed = RowOf(use.Path)!.Value.Allowed
            where !allowed.Contains(use.Type) && !allowed.Contains("StockSync.Engine")
            select $"{use.Path}: {use.Type}");
        // What a row allows is used, so that it does not outlive its use.
        var types = declared.SelectMany(group => group.SelectMany(t => t).Select(t => $"{NameOf(group.Key)}.{t}")).ToHashSet();
        Assert.Empty(
            from row in s_folders
            from type in row.Allowed
            where types.Contains(type) && !used.Exists(u => u.Folder == row.Folder && u.Type == type)
            select $"{row.Folder}: {type} is allowed and not used");
    }

    [Fact]
    public void Every_folder_has_a_row_and_every_row_a_folder()
    {
        // The folders of the projects themselves hold what composes the rest.
        string[] roots = ["src/StockSync", "src/StockSync.Engine"];
        var folders = SourceFiles().Select(f => FolderOf(Relative(f))).Distinct().Except(roots).ToArray();
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

    static string FolderOf(string path) => path.LastIndexOf('/') is >= 0 and var end ? path[..end] : "";

    static string NameOf(string folder) => folder["src/".Length..].Replace('/', '.');

    static string Relative(string file) => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/');

    static bool IsBaseLibrary(string name) =>
        (name == "System" || name.StartsWith("System.", StringComparison.Ordinal)) && !name.StartsWith("System.Management.Automation", StringComparison.Ordinal);

    [GeneratedRegex(@"^\s*(?:global\s+)?using\s+(?:static\s+)?(?:\w+\s*=\s*)?([A-Z][\w.]*)\s*;", RegexOptions.Multiline)]
    private static partial Regex UsingLine();

    [GeneratedRegex(@"^(?:(?:public|internal|sealed|static|abstract|readonly|ref|partial|delegate)\s+)*(?:class|record(?:\s+struct)?|struct|interface|enum|[\w<>?]+(?=\s+\w+\())\s+(\w+)", RegexOptions.Multiline)]
    private static partial Regex Declaration();

    [GeneratedRegex(@"//.*|""(?:\\.|[^""\\\n])*""")]
    private static partial Regex CommentOrText();

    [GeneratedRegex(@"\w+")]
    private static partial Regex Word();
}
