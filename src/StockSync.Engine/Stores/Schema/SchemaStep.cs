using System.Globalization;
using System.Text.RegularExpressions;

namespace StockSync.Engine.Stores.Schema;

/// <summary>One numbered upgrade: a file <c>0001-initial.sql</c> in the store's folder. A released step is never changed.</summary>
sealed partial record SchemaStep(int Version, string Name, string Sql)
{
    /// <summary>The statements of the text: each ends with a semicolon at the end of a line, whatever a checkout made of line ends.</summary>
    public IEnumerable<string> Statements() =>
        Sql.ReplaceLineEndings("\n").Split(";\n", StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The tables that it creates.</summary>
    public IEnumerable<string> Tables => CreatedTable().Matches(Sql).Select(match => match.Groups[1].Value);

    /// <summary>The tables that it takes away.</summary>
    public IEnumerable<string> Dropped => DroppedTable().Matches(Sql).Select(match => match.Groups[1].Value);

    /// <summary>The tables that are there after some first steps.</summary>
    public static IEnumerable<string> TablesOf(IEnumerable<SchemaStep> steps) =>
        steps.SelectMany(step => step.Tables).Except(steps.SelectMany(step => step.Dropped));

    /// <summary>The steps below a folder of this assembly's resources, in order.</summary>
    public static IReadOnlyList<SchemaStep> Load(string folder)
    {
        var assembly = typeof(SchemaStep).Assembly;
        var steps = new List<SchemaStep>();
        foreach (string resource in assembly.GetManifestResourceNames())
        {
            // The separator is that of the machine that built the assembly.
            string path = resource.Replace('\\', '/');
            if (!path.StartsWith(folder + "/", StringComparison.Ordinal))
                continue;
            string file = Path.GetFileNameWithoutExtension(path);
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            steps.Add(new SchemaStep(
                int.Parse(file.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture), file[5..], reader.ReadToEnd()));
        }
        steps.Sort((left, right) => left.Version.CompareTo(right.Version));
        return steps;
    }

    [GeneratedRegex("^create table ([a-z_]+)", RegexOptions.Multiline)]
    private static partial Regex CreatedTable();

    [GeneratedRegex("^drop table ([a-z_]+)", RegexOptions.Multiline)]
    private static partial Regex DroppedTable();
}
