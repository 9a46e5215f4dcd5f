using StockSync.Engine.Resources;

namespace StockSync.Engine.Service;

/// <summary>A fault of our own while talking to the service: it leaves the engine as every other error does, with its cause.</summary>
static class UnforeseenError
{
    public static bool Is(Exception e) => e is not OperationCanceledException and not StockSyncException;

    public static StockSyncException Of(Exception e, string advice) =>
        new(ErrorIds.Unexpected, ErrorKind.InvalidData, SyncStrings.FormatUnitFault(e.Message), advice, inner: e);
}
