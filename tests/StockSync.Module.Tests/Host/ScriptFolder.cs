namespace StockSync.Module.Tests;

/// <summary>A temporary folder for the scripts of one test.</summary>
sealed class ScriptFolder : IDisposable
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("stocksync-script-");

    internal string PathOf(string name) => Path.Combine(_folder.FullName, name);

    internal string Add(string name, string script)
    {
        File.WriteAllText(PathOf(name), script);
        return PathOf(name);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
