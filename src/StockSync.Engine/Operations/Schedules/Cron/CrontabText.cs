using System.Globalization;
using System.Text.RegularExpressions;

namespace StockSync.Engine.Operations.Schedules.Cron;

/// <summary>
/// A crontab as text: finds, puts in and takes out our blocks, and leaves every other byte as it is. A table whose markers of ours do not
/// match is not touched, for nobody can tell what lies between them.
/// </summary>
static partial class CrontabText
{
    /// <summary>Stands in a block that was put behind a line without end, so that the table gets its old end back.</summary>
    const string JoinNote = "# The line before this block had no end of line, and loses it again when the block goes.\n";

    /// <summary>Our blocks, in their order.</summary>
    /// <exception cref="StockSyncException">Markers do not match.</exception>
    public static IReadOnlyList<CrontabSpan> Find(string table)
    {
        var found = new List<CrontabSpan>();
        (string Name, int Start, int Line)? open = null;
        int line = 0;
        for (int start = 0, end; start < table.Length; start = end)
        {
            line++;
            end = table.IndexOf('\n', start) + 1;
            if (end == 0)
                end = table.Length;
            var marker = Marker().Match(table[start..end].TrimEnd());
            if (!marker.Success)
                continue;

            string name = marker.Groups["name"].Value;
            if (marker.Groups["word"].Value == "BEGIN")
            {
                if (open is not null || !Name().IsMatch(name) || found.Any(f => f.Name == name))
                    throw Broken(line, table[start..end]);
                open = (name, start, line);
            }
            else
            {
                if (open is not { } begun || begun.Name != name)
                    throw Broken(line, table[start..end]);
                found.Add(new CrontabSpan(name, begun.Start, end));
                open = null;
            }
        }
        return open is { } left ? throw Broken(left.Line, CrontabBlock.Begin(left.Name)) : found;
    }

    /// <summary>The table with the block: in the place of the one of that name, or at the end.</summary>
    public static string Put(string table, string name, string block)
    {
        var blocks = Find(table);
        if (blocks.FirstOrDefault(b => b.Name == name) is { } old)
            return table[..old.Start] + (IsJoined(table, old) ? Joined(block) : block) + table[old.End..];
        bool isOpen = table.Length > 0 && table[^1] != '\n';
        return isOpen ? table + '\n' + Joined(block) : table + block;
    }

    /// <summary>The table without the block; itself where there is none of that name.</summary>
    public static string Remove(string table, string name)
    {
        var blocks = Find(table);
        if (blocks.FirstOrDefault(b => b.Name == name) is not { } old)
            return table;
        string before = table[..old.Start];
        string after = table[old.End..];
        if (!IsJoined(table, old))
            return before + after;

        // What others wrote behind the block needs the end of line now; another block of ours takes the note over.
        if (blocks.FirstOrDefault(b => b.Start == old.End) is { } next)
            return before + Joined(table[next.Start..next.End]) + table[next.End..];
        return after.Length == 0 && before.EndsWith('\n') ? before[..^1] : before + after;
    }

    static bool IsJoined(string table, CrontabSpan block) => table[block.Start..block.End].Contains(JoinNote, StringComparison.Ordinal);

    static string Joined(string block) => block.Insert(block.IndexOf('\n', StringComparison.Ordinal) + 1, JoinNote);

    static StockSyncException Broken(int line, string text) => ScheduleErrors.Failed(
        "crontab", ScheduleStrings.FormatCrontabMarkers(line, text.TrimEnd()), ScheduleStrings.AdviceCrontab);

    [GeneratedRegex("^# (?<word>BEGIN|END) StockSync(?: (?<name>.*))?$", RegexOptions.CultureInvariant)]
    private static partial Regex Marker();

    [GeneratedRegex("^[a-z0-9][a-z0-9._-]{0,63}$", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}

/// <summary>A block of ours in a crontab: from its first character to behind its last line's end.</summary>
sealed record CrontabSpan(string Name, int Start, int End);

/// <summary>Copies of the user's crontab from before our changes, and whose turn it is to change it.</summary>
/// <param name="folder">Where they are kept.</param>
/// <param name="time">The clock of their names.</param>
sealed class CrontabBackups(string folder, TimeProvider time)
{
    const int Most = 10;

    /// <summary>Others of our processes wait their turn by failing: two people do not register at the same instant.</summary>
    public IDisposable Lock() => Guard(() =>
    {
        OwnerOnly.CreateDirectory(folder);
        return new FileStream(Path.Join(folder, "crontab.lock"), OwnerOnly.Options(FileMode.OpenOrCreate, FileAccess.Write));
    });

    /// <summary>Keeps the bytes; the path of the copy. Of older copies the newest few stay.</summary>
    public string Keep(byte[] table) => Guard(() =>
    {
        string stamp = time.GetUtcNow().ToString("yyyyMMdd'T'HHmmssfff'Z'", CultureInfo.InvariantCulture);
        string path = Path.Join(folder, $"crontab-{stamp}.bak");
        AtomicFile.Write(path, table);
        foreach (string old in Directory.GetFiles(folder, "crontab-*.bak").OrderDescending(StringComparer.Ordinal).Skip(Most))
            File.Delete(old);
        return path;
    });

    T Guard<T>(Func<T> use)
    {
        try
        {
            return use();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw ScheduleErrors.Failed(
                folder, ScheduleStrings.FormatBackupFailed(folder, e.Message), ScheduleStrings.AdviceState, e);
        }
    }
}
