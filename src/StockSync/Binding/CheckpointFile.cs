using System.Globalization;
using System.Text.Json;
using StockSync.Resources;

namespace StockSync.Binding;

/// <summary>The JSON of the original design: <c>{"completed_dates":["2026-03-02"],"failed_dates":[]}</c>.</summary>
static class CheckpointFile
{
    const string CompletedName = "completed_dates";
    const string FailedName = "failed_dates";

    static readonly JsonDocumentOptions s_options = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
    static readonly JsonWriterOptions s_writing = new() { Indented = true };

    /// <summary>Reads it. Repeated days, a day in both lists and members of other programs are fine; everything else is one clear error.</summary>
    public static CheckpointDates Read(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path), s_options);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty(CompletedName, out _) && !root.TryGetProperty(FailedName, out _))
                throw Invalid(path, Strings.CheckpointForm);

            // A day that failed first and succeeded later stands in both lists of the original program.
            var completed = Days(root, CompletedName, path);
            var failed = Days(root, FailedName, path);
            failed.ExceptWith(completed);
            return new CheckpointDates([.. completed], [.. failed]);
        }
        catch (JsonException e)
        {
            throw Invalid(path, Strings.FormatCheckpointJson(e.LineNumber + 1), e);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new StockSyncException(
                ErrorIds.FileInvalid, ErrorKind.NotFound, Strings.FormatFileMissing(path), target: path, inner: e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Invalid(path, e.Message, e);
        }
    }

    /// <summary>A reader finds the old file or the new one, never half of one.</summary>
    public static void Write(string path, CheckpointDates dates)
    {
        try
        {
            AtomicFile.Write(
                path,
                stream =>
                {
                    using var json = new Utf8JsonWriter(stream, s_writing);
                    json.WriteStartObject();
                    WriteDays(json, CompletedName, dates.Completed);
                    WriteDays(json, FailedName, dates.Failed);
                    json.WriteEndObject();
                },
                mode: null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StockSyncException(
                ErrorIds.FileInvalid, ErrorKind.Write, Strings.FormatFileWrite(path, e.Message), target: path, inner: e);
        }
    }

    static SortedSet<DateOnly> Days(JsonElement root, string name, string path)
    {
        var days = new SortedSet<DateOnly>();
        if (!root.TryGetProperty(name, out var list))
            return days;
        if (list.ValueKind != JsonValueKind.Array)
            throw Invalid(path, Strings.FormatCheckpointList(name));
        foreach (var item in list.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.String
                || !DateOnly.TryParseExact(item.GetString(), ["yyyy-MM-dd", "yyyyMMdd"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
                throw Invalid(path, Strings.FormatCheckpointDate(name, item.GetRawText()));
            days.Add(day);
        }
        return days;
    }

    static void WriteDays(Utf8JsonWriter json, string name, IReadOnlyList<DateOnly> days)
    {
        json.WriteStartArray(name);
        foreach (var day in days)
            json.WriteStringValue(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        json.WriteEndArray();
    }

    static StockSyncException Invalid(string path, string cause, Exception? inner = null) => new(
        ErrorIds.FileInvalid,
        ErrorKind.InvalidData,
        Strings.FormatCheckpointInvalid(path, cause),
        Strings.CheckpointAdvice,
        target: path,
        inner: inner);
}
