namespace StockSync.Scheduling;

/// <summary>A way to start PowerShell that outlives the session which chose it.</summary>
/// <param name="FileName">The program, absolute.</param>
/// <param name="Arguments">What stands before PowerShell's own arguments.</param>
/// <param name="IsFetched">It asks a NuGet feed for PowerShell at each start.</param>
sealed record PowerShellProgram(string FileName, IReadOnlyList<string> Arguments, bool IsFetched = false)
{
    // 'dotnet tool exec' came with this one.
    const int OldestSdk = 10;

    static readonly string s_suffix = OperatingSystem.IsWindows() ? ".exe" : "";

    /// <summary>
    /// Chooses the session's own program where it is installed. The PowerShell of a .NET tool is not: it stands in NuGet's package cache, which
    /// may be cleared at any time. An installed one goes before it, else dotnet fetches the same version again where it has gone.
    /// </summary>
    /// <param name="process">The program of the session's process.</param>
    /// <param name="entry">The assembly that it started with; empty where it is no program of .NET.</param>
    /// <param name="dotnet">The <c>dotnet</c> beside the session's runtime.</param>
    /// <param name="searchPath">The variable <c>PATH</c>.</param>
    /// <param name="findHome">Where the PowerShell stands that a program starts; null where it starts none that this module can run in.</param>
    /// <returns>Null where nothing that lasts starts a PowerShell.</returns>
    public static PowerShellProgram? Choose(string process, string entry, string dotnet, string searchPath, Func<string, string?> findHome)
    {
        string name = Path.GetFileNameWithoutExtension(process);
        var own = name == "pwsh" ? new PowerShellProgram(process, [])
            : name == "dotnet" && Path.GetFileName(entry) == "pwsh.dll" ? new PowerShellProgram(process, [entry])
            : null;

        string? home = own is null ? null : Path.GetDirectoryName(name == "pwsh" ? process : entry);
        if (own is not null && ToolFolder(home) is { } tools)
        {
            // The command stays where it is when the tool is updated; the program itself stands in a folder named by its version.
            string command = Path.Join(tools, "pwsh" + s_suffix);
            return File.Exists(command) && findHome(command) is not null ? new(command, []) : own;
        }
        var package = Package(home);
        if (own is not null && package is null)
            return own;

        // A folder of the cache is on the path too: PowerShell puts its own there.
        var programs = searchPath.Split(Path.PathSeparator).Where(folder => Path.IsPathFullyQualified(folder) && Lasts(folder))
            .Select(folder => Path.Join(folder, "pwsh" + s_suffix));
        string? installed = programs.FirstOrDefault(program => File.Exists(program) && findHome(program) is { } found && Lasts(found));
        if (installed is not null)
            return new(installed, []);
        return package is var (id, version) && HasToolExec(dotnet)
            ? new(dotnet, ["tool", "exec", "-y", $"{id}@{version}", "--"], IsFetched: true)
            : null;
    }

    /// <summary>The folder with the commands of the installed tools that a folder belongs to: <c>dotnet tool install</c> keeps them in <c>.store</c>.</summary>
    static string? ToolFolder(string? folder) =>
        Ancestors(folder).FirstOrDefault(f => f.Name == ".store")?.Parent?.FullName;

    static bool Lasts(string folder) => ToolFolder(folder) is not null || Package(folder) is null;

    /// <summary>The package of NuGet's cache that a folder belongs to: NuGet puts a file of this name into each.</summary>
    static (string Id, string Version)? Package(string? folder) =>
        Ancestors(folder).FirstOrDefault(f => File.Exists(Path.Join(f.FullName, ".nupkg.metadata"))) is { Parent: { } parent } package
            ? (parent.Name, package.Name)
            : null;

    static IEnumerable<DirectoryInfo> Ancestors(string? folder)
    {
        for (var at = folder is null ? null : new DirectoryInfo(folder); at is not null; at = at.Parent)
            yield return at;
    }

    static bool HasToolExec(string dotnet)
    {
        string sdks = Path.Join(Path.GetDirectoryName(dotnet), "sdk");
        return File.Exists(dotnet) && Directory.Exists(sdks)
            && Directory.EnumerateDirectories(sdks).Any(
                sdk => int.TryParse(Path.GetFileName(sdk).Split('.')[0], out int major) && major >= OldestSdk);
    }
}
