namespace StockSync.Engine.Sources.Baostock.Protocol;

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
