using System.Runtime.CompilerServices;
using StockSync.Engine;
using StockSync.Engine.Operations.Health.Formats;

namespace StockSync.Loading;

/// <summary>
/// The only code that names the engine. Its methods are compiled on first use, when the load context is in place; a type here that
/// derived from an engine type would break the import.
/// </summary>
static class EngineGate
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static ISyncEngine Create(SyncSettings settings) => EngineFactory.Create(settings);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static ISyncOperations CreateOperations(SyncSettings settings) => EngineFactory.CreateOperations(settings);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static bool IsEmbedded(SyncSettings settings) => EngineFactory.IsEmbedded(settings);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static ISyncConfiguration OpenConfiguration(string workingDirectory, ReadVault? readVault) =>
        EngineFactory.OpenConfiguration(workingDirectory, readVault);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static SyncSettings WithLogin(SyncSettings settings, string user, string password) => EngineFactory.WithLogin(settings, user, password);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static string StateDirectory(SyncSettings settings) => EngineFactory.StateDirectory(settings);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static IScheduleRegistry OpenSchedules(string? stateDirectory) => EngineFactory.OpenSchedules(stateDirectory);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static string ToNagios(SyncHealth health) => NagiosLine.Of(health);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static string ToNagios(StockSyncException error) => NagiosLine.Of(error);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int ToExitCode(HealthStatus status) => NagiosLine.ExitCode(status);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static string ToPrometheus(SyncHealth health) => PrometheusText.Of(health);
}
