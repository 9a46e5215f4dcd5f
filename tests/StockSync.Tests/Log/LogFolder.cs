using System.Text.Json;
using StockSync.Engine.Configuration;
using StockSync.Engine.Operations.Log;

namespace StockSync.Tests.Log;

/// <summary>A folder for logs, and what stands in them.</summary>
sealed class LogFolder : IDisposable
{
    public string Home { get; } = Directory.CreateTempSubdirectory("stocksync-log-").FullName;

    public string State => Path.Join(Home, "deep", "state");

    public string Current => Path.Join(State, "stocksync.log");

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public JsonLog Open(LogLevel level = LogLevel.Information, long size = 1_000_000, int count = 5, params string?[] secrets) =>
        new(State, level, size, count, new Redactor(secrets), Time);

    /// <summary>Every line of a file, parsed: a line that is none fails.</summary>
    public IReadOnlyList<JsonElement> Lines(string? file = null) =>
        [.. File.ReadAllLines(file ?? Current).Select(line => JsonDocument.Parse(line).RootElement)];

    /// <summary>The files, the current one first, the oldest last.</summary>
    public IReadOnlyList<string> Files() =>
        [.. Directory.GetFiles(State, "stocksync.log*").Where(f => !f.EndsWith(".lock", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    public static LogEvent Event(string name = "test", string? text = null, LogLevel level = LogLevel.Information) =>
        new() { Level = level, Name = name, Text = text };

    public void Dispose() => Directory.Delete(Home, recursive: true);
}
