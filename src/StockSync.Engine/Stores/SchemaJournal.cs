using System.Globalization;
using System.Text.RegularExpressions;
using StockSync.Engine.Stores.Sql;

namespace StockSync.Engine.Stores;

/// <summary>Which upgrades a database has had, and the application of those it has not.</summary>
sealed class SchemaJournal(StoreDatabase database, IReadOnlyList<SchemaStep> steps, TimeProvider time)
{
    static readonly string s_moduleVersion = typeof(SchemaJournal).Assembly.GetName().Version!.ToString(3);

    readonly IReadOnlyList<string> _tables = [.. SchemaStep.TablesOf(steps)];

    /// <summary>The version that this module makes.</summary>
    public int Newest => steps[^1].Version;

    /// <summary>The schema's version, 0 where there is none. Throws where it is newer than this module, or where a table of it is gone.</summary>
    public async Task<int> ReadVersionAsync(CancellationToken cancellationToken)
    {
        var last = await database.QueryAsync(
            new Statement($"""
                select version, module_version, ({database.Dialect.MissingTables("tables")}) from sync_schema_journal
                order by version desc limit 1
                """)
                .With("tables", string.Join(',', _tables)),
            reader => (Version: reader.Count(0), Module: reader.GetString(1), Missing: reader.TextOrNull(2)),
            cancellationToken);
        database.Connections.SchemaVersion = last.Count == 0 ? null : last[0].Version;
        if (last.Count == 0)
            return 0;
        if (last[0].Version > Newest)
            throw StoreErrors.SchemaNewer(database.Place, last[0].Version, last[0].Module, Newest, s_moduleVersion);
        // Reading an absent table gives no rows, so without this look a run would fetch everything and then fail to write it.
        if (last[0].Version == Newest && last[0].Missing is { } missing)
            throw StoreErrors.TableMissing(database.Place, missing, null);
        return last[0].Version;
    }

    /// <summary>
    /// Applies what is missing, all of it in one transaction: who reads meanwhile sees the schema of before or the whole new one. Safe with
    /// another process doing the same.
    /// </summary>
    public async Task<int> UpgradeAsync(CancellationToken cancellationToken)
    {
        int version = await ReadVersionAsync(cancellationToken);
        if (version == Newest)
            return 0;
        if (version > 0)
            await CheckSpaceAsync(version, cancellationToken);
        int applied = await ApplyAsync(cancellationToken);
        database.Connections.SchemaVersion = Newest;
        return applied;
    }

    // An upgrade copies the small tables; an index of the bars is sorted beside the file and goes through its log. Told before, a full disk costs
    // nothing; a server's own disk is not to be seen from here.
    async Task CheckSpaceAsync(int version, CancellationToken cancellationToken)
    {
        const long bytesOfRow = 250;
        const long spare = 16 << 20;
        if (database.Connections.FreeBytes is not { } free)
            return;
        // Absences stood day by day before they became intervals.
        string[] largest = ["sync_day", "sync_day_exception", "sync_absence"];
        var present = largest.Intersect(SchemaStep.TablesOf(steps.Where(step => step.Version <= version))).Select(table => $"(select count(*) from {table})");
        var rows = await database.QueryAsync(
            new Statement($"select {string.Join(" + ", present)}"),
            reader => reader.GetInt64(0),
            cancellationToken);
        long needed = (rows is [var count] ? count * bytesOfRow : 0) + spare;
        if (steps.Any(step => step.Version > version && step.Sql.Contains("index daily_stock_data_", StringComparison.Ordinal)))
        {
            var size = await database.QueryAsync(new Statement($"select {database.Dialect.DatabaseSize}"), reader => reader.GetInt64(0), cancellationToken);
            needed += size.Sum() / 2;
        }
        if (free < needed)
            throw StoreErrors.NoRoom(database.Place, needed >> 20, free >> 20);
    }

    Task<int> ApplyAsync(CancellationToken cancellationToken) => database.WriteAsync(
        async connection =>
        {
            int version = 0;
            var opening = new List<Statement> { new(database.Dialect.Begin) };
            if (database.Dialect.LockSchema() is { } locking)
                opening.Add(locking);
            opening.Add(new($"""
                create table if not exists sync_schema_journal (version integer primary key, name text not null,
                    applied_at {database.Dialect.InstantType} not null, module_version text not null)
                """));
            // The lock may have been waited for: look again at what the other process did.
            opening.Add(new Statement("select coalesce(max(version), 0) from sync_schema_journal")
                .OnRow(reader => version = reader.Count(0)));
            await connection.RunAsync(opening, cancellationToken);
            var missing = steps.Where(step => step.Version > version).ToArray();
            if (missing.Length == 0)
                return 0;

            var at = database.Dialect.Instant(time.GetUtcNow().UtcDateTime);
            var work = new List<Statement>();
            foreach (var step in missing)
            {
                work.AddRange(step.Statements().Select(text => new Statement(text)));
                work.Add(new Statement("insert into sync_schema_journal (version, name, applied_at, module_version) values (@v, @n, @at, @m)")
                    .With("v", step.Version).With("n", step.Name).With("m", s_moduleVersion).With("at", at));
            }
            await connection.RunAsync([.. work, new("commit")], cancellationToken);
            return missing.Length;
        },
        cancellationToken);
}

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
