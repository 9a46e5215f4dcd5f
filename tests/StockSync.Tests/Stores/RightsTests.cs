using System.Text.RegularExpressions;
using StockSync.Engine.Stores;
using StockSync.Engine.Stores.Postgres;
using StockSync.Tests.Architecture;
using Xunit;

namespace StockSync.Tests.Stores;

/// <summary>The list of rights that is checked before a run, beside the schema and the statements of the stores.</summary>
public partial class RightsTests
{
    [Fact]
    public void The_list_names_every_table_of_the_schema_and_no_other() => Assert.Equal(
        SchemaStep.TablesOf(SchemaStep.Load("Stores/Postgres/Schema")).Order(), PostgresStore.Rights.Select(table => table.Name).Order());

    [Fact]
    public void The_list_has_every_right_that_a_statement_needs()
    {
        var listed = PostgresStore.Rights.ToDictionary(table => table.Name, table => table.Letters);
        var needed = new HashSet<(string Table, char Letter)>();
        foreach (string file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "src", "StockSync.Engine", "Stores"), "*.cs", SearchOption.AllDirectories))
        {
            string text = File.ReadAllText(file);
            Note(Selected(), 's');
            Note(Inserted(), 'i');
            Note(Updated(), 'u');
            Note(Upserted(), 'u');
            Note(Deleted(), 'd');

            void Note(Regex pattern, char letter)
            {
                foreach (Match match in pattern.Matches(text))
                {
                    if (listed.ContainsKey(match.Groups[1].Value))
                        needed.Add((match.Groups[1].Value, letter));
                }
            }
        }
        Assert.DoesNotContain(needed, need => !listed[need.Table].Contains(need.Letter, StringComparison.Ordinal));
        // Else the patterns have stopped finding anything.
        Assert.Superset(new HashSet<(string, char)> { ("sync_run", 'u'), ("stock", 'u'), ("sync_claim", 'd'), ("daily_stock_data", 'i') }, needed);
    }

    [GeneratedRegex(@"(?<!delete )(?:from|join)\s+([a-z_]+)")]
    private static partial Regex Selected();

    [GeneratedRegex(@"insert into ([a-z_]+)")]
    private static partial Regex Inserted();

    [GeneratedRegex(@"update ([a-z_]+)(?: [a-z])? set")]
    private static partial Regex Updated();

    [GeneratedRegex(@"insert into ([a-z_]+)(?:(?!insert into |new Statement).)*?do update", RegexOptions.Singleline)]
    private static partial Regex Upserted();

    [GeneratedRegex(@"delete from ([a-z_]+)")]
    private static partial Regex Deleted();
}
