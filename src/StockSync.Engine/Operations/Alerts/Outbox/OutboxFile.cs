using System.Text.Json;
using System.Text.Json.Serialization;

namespace StockSync.Engine.Operations.Alerts.Outbox;

/// <summary>The file of the outbox beside the database: nobody else's to read, and whole at any instant, for it is replaced by renaming.</summary>
sealed class OutboxFile(string directory)
{
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

    public void Write(OutboxState state) => AtomicFile.Write(Path, stream => JsonSerializer.Serialize(stream, state, s_json));

    /// <summary>The lock, or null while another process has it. The system gives it back when its holder dies.</summary>
    public IDisposable? TryLock()
    {
        OwnerOnly.CreateDirectory(directory);
        try
        {
            return new FileStream(LockPath, OwnerOnly.Options(FileMode.OpenOrCreate, FileAccess.Write));
        }
        catch (IOException) when (File.Exists(LockPath))
        {
            return null;
        }
    }
}
