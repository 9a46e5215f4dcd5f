using StockSync.Scheduling;
using Xunit;

namespace StockSync.Tests.Schedules;

/// <summary>What a job starts is there as long as the schedule is.</summary>
public sealed class PowerShellProgramTests : IDisposable
{
    static readonly string s_pwsh = OperatingSystem.IsWindows() ? "pwsh.exe" : "pwsh";
    static readonly string s_muxer = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";

    readonly string _root = Directory.CreateTempSubdirectory("stocksync-program-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void An_installed_pwsh_is_started_as_it_is()
    {
        string pwsh = Put("opt", "powershell", "7", s_pwsh);
        Check(Choose(pwsh, "", []), pwsh);
    }

    [Fact]
    public void A_pwsh_dll_of_nobodys_package_is_started_by_the_same_dotnet()
    {
        string dll = Put("opt", "powershell", "7", "pwsh.dll");
        Check(Choose(Dotnet(), dll, []), Dotnet(), dll);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_tool_in_the_package_cache_is_fetched_again_by_dotnet(bool isDotnet)
    {
        string home = Cached("7.6.9"), dotnet = Dotnet();
        var program = isDotnet ? Choose(dotnet, Path.Join(home, "pwsh.dll"), []) : Choose(Path.Join(home, s_pwsh), "", []);
        Check(program, dotnet, "tool", "exec", "-y", "powershell@7.6.9", "--");
        Assert.True(program!.IsFetched);
    }

    [Fact]
    public void An_installed_pwsh_on_the_path_goes_before_the_package_cache()
    {
        string home = Cached("7.6.9");
        string old = Put("old", s_pwsh), shim = Put("shim", s_pwsh), installed = Put("usr", "bin", s_pwsh);
        Dictionary<string, string> homes = new() { [shim] = Cached("7.6.5"), [installed] = Path.Join(_root, "opt") };

        Check(Choose(Dotnet(), Path.Join(home, "pwsh.dll"), homes, "", "relative", Path.Join(_root, "none"), Parent(old), Parent(shim), Parent(installed)), installed);
        Check(Choose(Dotnet(), Path.Join(home, "pwsh.dll"), homes, Parent(shim)), Dotnet(), "tool", "exec", "-y", "powershell@7.6.9", "--");
    }

    [Fact]
    public void An_installed_tool_is_started_by_its_command_which_updates_do_not_move()
    {
        string home = Stored();
        string command = Put("tools", s_pwsh);
        string dll = Path.Join(home, "pwsh.dll");

        Check(Choose(Dotnet(), dll, new() { [command] = home }), command);
        // The command finds no .NET with what a scheduler gives it.
        Check(Choose(Dotnet(), dll, []), Dotnet(), dll);
        // Found on the path from a session in the cache.
        Check(Choose(Dotnet(), Path.Join(Cached("7.6.9"), "pwsh.dll"), new() { [command] = home }, Parent(command)), command);
    }

    [Fact]
    public void Other_programs_with_PowerShell_inside_need_a_pwsh_on_the_path()
    {
        string editor = Put("opt", "editor", "editor"), installed = Put("usr", "bin", s_pwsh);
        Check(Choose(editor, "", new() { [installed] = Path.Join(_root, "opt") }, Parent(installed)), installed);
        Assert.Null(Choose(editor, "", []));
        Assert.Null(Choose(Dotnet(), Put("opt", "editor", "editor.dll"), []));
    }

    [Theory]
    [InlineData("8.0.404")]
    [InlineData(null)]
    public void Without_an_SDK_that_has_tool_exec_nothing_starts_the_tool(string? sdk) =>
        Assert.Null(Choose(Dotnet(sdk), Path.Join(Cached("7.6.9"), "pwsh.dll"), []));

    static void Check(PowerShellProgram? program, string fileName, params string[] arguments)
    {
        Assert.NotNull(program);
        Assert.Equal([fileName, .. arguments], [program.FileName, .. program.Arguments]);
    }

    PowerShellProgram? Choose(string process, string entry, Dictionary<string, string> homes, params string[] folders) =>
        PowerShellProgram.Choose(
            process, entry, Path.Join(_root, "dotnet", s_muxer), string.Join(Path.PathSeparator, folders), homes.GetValueOrDefault);

    string Dotnet(string? sdk = "10.0.401")
    {
        if (sdk is not null)
            Directory.CreateDirectory(Path.Join(_root, "dotnet", "sdk", sdk));
        return Put("dotnet", s_muxer);
    }

    string Cached(string version)
    {
        Put("packages", "powershell", version, ".nupkg.metadata");
        return Parent(Put("packages", "powershell", version, "tools", "net10.0", "any", "unix", "pwsh.dll"));
    }

    string Stored()
    {
        Put("tools", ".store", "powershell", "7.6.9", "powershell", "7.6.9", ".nupkg.metadata");
        return Parent(Put("tools", ".store", "powershell", "7.6.9", "powershell", "7.6.9", "tools", "net10.0", "any", "unix", "pwsh.dll"));
    }

    string Put(params string[] parts)
    {
        string file = Path.Join([_root, .. parts]);
        Directory.CreateDirectory(Parent(file));
        File.WriteAllText(file, "");
        return file;
    }

    static string Parent(string file) => Path.GetDirectoryName(file)!;
}
