using System.Globalization;

namespace StockSync.MarketServer;

/// <summary>What goes wrong. An action touches one stage of an answer: its making, its rows, its bytes or their way to the client.</summary>
public sealed class FaultAction
{
    readonly string _name;

    FaultAction(string name) => _name = name;

    /// <summary>The connection is closed without an answer.</summary>
    public static FaultAction Drop { get; } = new("drop") { Delivery = DeliveryKind.Close };

    /// <summary>The connection is reset without an answer.</summary>
    public static FaultAction Reset { get; } = new("reset") { Delivery = DeliveryKind.Reset };

    /// <summary>The request is taken and never answered.</summary>
    public static FaultAction Stall { get; } = new("stall") { Delivery = DeliveryKind.Stall };

    /// <summary>A plain answer with a wrong CRC. The trailer number of a compressed answer means nothing, so nothing is wrong there.</summary>
    public static FaultAction BadCrc { get; } = new("badcrc") { Bytes = ByteFaults.BadCrc };

    /// <summary>One bit of the compressed data is flipped; in a plain answer one of the body, so that its CRC fails.</summary>
    public static FaultAction BadZlib { get; } = new("badzlib") { Bytes = ByteFaults.FlippedBit };

    /// <summary>Half of the compressed data, in a frame that is sound in itself. Plain answers are cut like <see cref="HalfFrame(double)"/>.</summary>
    public static FaultAction TruncatedZlib { get; } = new("truncated") { Bytes = ByteFaults.TruncatedZlib };

    /// <summary>The answer to another request: another code or day, for a request with neither the trading calendar.</summary>
    public static FaultAction WrongMessage { get; } = new("wrong") { Replace = WrongAnswer.Of };

    /// <summary>Success without rows.</summary>
    public static FaultAction ZeroRows { get; } = new("zero") { Rows = (_, table) => table.Rows.Clear() };

    /// <summary>The days of the fault are not there yet, in bars (95, 98) and in all_stock, as long as the fault holds.</summary>
    public static FaultAction LateDay { get; } = new("late")
    {
        Types = [MessageTypes.Bars, MessageTypes.MarketDay, MessageTypes.AllStock],
        Rows = (fault, table) => table.Rows.RemoveAll(row => row.Day is { } day && fault.Covers(day)),
    };

    /// <summary>One row, the middle one of those the fault is about, lacks its last value.</summary>
    public static FaultAction ShortRow { get; } = new("short") { Rows = RowFaults.Short };

    internal DeliveryKind Delivery { get; private init; }

    /// <summary>The time of <see cref="DeliveryKind.Slow"/> and <see cref="DeliveryKind.Drip"/>.</summary>
    internal TimeSpan Pause { get; private init; }

    /// <summary>The message types it can apply to; null for all.</summary>
    internal IReadOnlyList<string>? Types { get; private init; }

    internal Func<Answer, IMarket, string, IReadOnlyList<string>, Answer>? Replace { get; private init; }

    internal Action<Fault, AnswerTable>? Rows { get; private init; }

    internal Func<AnswerFrame, byte[]>? Bytes { get; private init; }

    /// <summary>The right answer, one byte at a time.</summary>
    public static FaultAction Drip(TimeSpan pause) => new("drip") { Delivery = DeliveryKind.Drip, Pause = pause };

    /// <summary>The right answer after this time, beside the latency of the options.</summary>
    public static FaultAction Slow(TimeSpan time) => new("slow") { Delivery = DeliveryKind.Slow, Pause = time };

    /// <summary>The first bytes of the answer, then the end of the stream.</summary>
    public static FaultAction HalfFrame(int bytes) => new("half")
    {
        Delivery = DeliveryKind.ThenClose,
        Bytes = frame => ByteFaults.Head(frame, bytes),
    };

    /// <summary>The first share (0 to 1) of the answer, then the end of the stream.</summary>
    public static FaultAction HalfFrame(double share) => new("half")
    {
        Delivery = DeliveryKind.ThenClose,
        Bytes = frame => ByteFaults.Head(frame, share),
    };

    /// <summary>An error answer of type 04.</summary>
    public static FaultAction ErrorCode(string code, string text = "系统错误") =>
        new($"error {code}") { Replace = (_, _, _, _) => Answer.Error(new ServiceErrorException(code, text)) };

    /// <summary>
    /// About this share of the stocks, always the same ones, lacks its bars of the fault's days in 95 and 98, while all_stock
    /// still lists them. A higher share drops those of a lower one and more.
    /// </summary>
    public static FaultAction PartialDay(double share) =>
        PartialDay((code, _) => new Dice(3).For(int.Parse(code.AsSpan(3), CultureInfo.InvariantCulture)).Below(10_000) < share * 10_000);

    /// <summary>The bars chosen, among the fault's days, are missing from 95 and 98.</summary>
    public static FaultAction PartialDay(Func<string, DateOnly, bool> isMissing) => new("partial")
    {
        Types = [MessageTypes.Bars, MessageTypes.MarketDay],
        Rows = (fault, table) => table.Rows.RemoveAll(
            row => row is { Day: { } day, Code: { } code } && fault.Covers(day) && fault.Covers(code) && isMissing(code, day)),
    };

    /// <summary>One row, the middle one of those the fault is about, is not what it should be.</summary>
    public static FaultAction GarbledRow(Garbling garbling) => new($"garbled {garbling.ToString().ToLowerInvariant()}")
    {
        Rows = (fault, table) => RowFaults.Garble(fault, table, garbling),
    };

    /// <summary>These bytes instead of an answer.</summary>
    public static FaultAction Instead(Func<byte[]> bytes) => new("instead") { Bytes = _ => bytes() };

    public override string ToString() => _name;
}
