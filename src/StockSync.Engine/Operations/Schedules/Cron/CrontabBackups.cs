using System.Globalization;

namespace StockSync.Engine.Operations.Schedules.Cron;

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
