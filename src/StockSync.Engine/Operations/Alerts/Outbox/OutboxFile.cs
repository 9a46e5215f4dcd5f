using System.Text.Json;
using System.Text.Json.Serialization;

namespace StockSync.Engine.Operations.Alerts.Outbox;

/// <summary>The file of the outbox beside the database: nobody else's to read, and whole at any instant, for it is replaced by renaming.</summary>
sealed class OutboxFile(string directory)
{
    const UnixFileMode Mine = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    static readonly JsonSerializerOptions s_json = new() { Converters = { new JsonStringEnumConverter() } };

    public string Path { get; } = System.IO.Path.Join(directory, "outbox.json");

    string LockPath { get; } = System.IO.Path.Join(directory, "outbox.lock");

    public OutboxState Read()
    {
        if (!File.Exists(Path))
            return OutboxState.Empty;
        try
        {
            using var stream = File.OpenRead(Path);
            return JsonSerializer.Deserialize<OutboxState>(stream, s_json) ?? OutboxState.Empty;
        }
        catch (JsonException)
        {
            // Whatever has damaged it, alerts to come must find an outbox; the remains are kept for whoever wants to look.
            File.Move(Path, Path + ".damaged", overwrite: true);
            return OutboxState.Empty;
        }
    }

    public void Write(OutboxState book)
    {
        string temporary = Path + ".tmp";
        File.Delete(temporary);
        using (var stream = Create(temporary, FileMode.CreateNew, FileShare.None))
        {
            JsonSerializer.Serialize(stream, book, s_json);
            stream.Flush(flushToDisk: true);
        }
        File.Move(temporary, Path, overwrite: true);
    }

    /// <summary>The lock, or null while another process has it. The system gives it back when its holder dies.</summary>
    public IDisposable? TryLock()
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(directory);
        else
            Directory.CreateDirectory(directory, Mine | UnixFileMode.UserExecute);
        try
        {
            return Create(LockPath, FileMode.OpenOrCreate, FileShare.None);
        }
        catch (IOException) when (File.Exists(LockPath))
        {
            return null;
        }
    }

    static FileStream Create(string path, FileMode mode, FileShare share)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write, Share = share };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = Mine;
        return new FileStream(path, options);
    }
}
