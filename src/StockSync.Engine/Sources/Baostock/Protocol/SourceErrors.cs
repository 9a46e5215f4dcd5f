using System.Globalization;
using StockSync.Engine.Resources;

namespace StockSync.Engine.Sources.Baostock.Protocol;

/// <summary>The errors of this source. None names a secret: requests never enter a message.</summary>
static class SourceErrors
{
    /// <summary>An answer that cannot be trusted. The same request may succeed on a new connection.</summary>
    public static StockSyncException Protocol(ProtocolFault fault, Exception? inner = null) => new(
        ErrorIds.SourceProtocol,
        ErrorKind.Protocol,
        SourceStrings.FormatProtocol(SourceStrings.ResourceManager.Text("Fault" + fault)),
        SourceStrings.ProtocolAdvice,
        target: fault.ToString(),
        isTransient: true,
        inner);

    public static StockSyncException Unreachable(string address, Exception cause) =>
        Unreachable(address, SourceStrings.FormatUnreachable(address, cause.Message), cause);

    public static StockSyncException ConnectTimeout(string address, TimeSpan limit) =>
        Unreachable(address, string.Format(CultureInfo.CurrentCulture, SourceStrings.UnreachableTimeout, address, limit.TotalSeconds), null);

    public static StockSyncException Silent(string endpoint, TimeSpan limit, string messageType) =>
        Timeout(endpoint, string.Format(CultureInfo.CurrentCulture, SourceStrings.TimeoutSilent, endpoint, limit.TotalSeconds, messageType));

    public static StockSyncException Unfinished(string endpoint, TimeSpan limit, string messageType) =>
        Timeout(endpoint, string.Format(CultureInfo.CurrentCulture, SourceStrings.TimeoutWhole, endpoint, limit.TotalSeconds, messageType));

    public static StockSyncException Disconnected(string endpoint, string messageType, Exception? cause = null) =>
        Broken(endpoint, SourceStrings.FormatDisconnected(endpoint, messageType), cause);

    public static StockSyncException ClosedWhileIdle(string endpoint) =>
        Broken(endpoint, SourceStrings.FormatDisconnectedIdle(endpoint), null);

    public static StockSyncException ApiKeyMalformed() => new(
        ErrorIds.SourceLoginRefused,
        ErrorKind.Authentication,
        SourceStrings.ApiKeyMalformed,
        SourceStrings.ApiKeyMalformedAdvice,
        target: nameof(SyncSettings.ApiKey));

    public static StockSyncException EndpointInvalid(string text) => new(
        ErrorIds.SettingInvalid,
        ErrorKind.InvalidArgument,
        SourceStrings.FormatEndpointInvalid(ServiceText.Clean(text)),
        SourceStrings.FormatEndpointInvalidAdvice(SyncSettings.PublicEndpoint),
        target: nameof(SyncSettings.Endpoint));

    static StockSyncException Unreachable(string address, string message, Exception? cause) => new(
        ErrorIds.SourceUnreachable,
        ErrorKind.Connection,
        message,
        SourceStrings.UnreachableAdvice,
        target: address,
        isTransient: true,
        cause);

    static StockSyncException Timeout(string endpoint, string message) => new(
        ErrorIds.SourceTimeout, ErrorKind.Timeout, message, SourceStrings.TimeoutAdvice, target: endpoint, isTransient: true);

    static StockSyncException Broken(string endpoint, string message, Exception? cause) => new(
        ErrorIds.SourceDisconnected, ErrorKind.Connection, message, target: endpoint, isTransient: true, inner: cause);
}

/// <summary>What is wrong with an answer. Each has a text of its own in the resources, named <c>Fault</c> and the member's name.</summary>
enum ProtocolFault
{
    Header,
    Length,
    EndMark,
    Checksum,
    Trailer,
    Zlib,
    ZlibChecksum,
    ZlibSize,
    Encoding,
    Slots,
    Method,
    Echo,
    Columns,
    Table,
    RowCount,
    FieldCount,
    FieldLength,
    Value,
    ForeignRow,
    DuplicateRow,
    Senseless,
    UnaskedBytes,
}
