namespace StockSync.Engine.Sources.Baostock;

/// <summary>What waits on a connection that nobody is reading.</summary>
enum LineState
{
    /// <summary>Nothing: as it must be between two requests.</summary>
    Quiet,

    /// <summary>Bytes: an answer that came too late.</summary>
    Bytes,

    /// <summary>The other side has closed.</summary>
    Closed,
}
