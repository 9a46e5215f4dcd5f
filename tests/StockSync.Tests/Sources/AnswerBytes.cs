using System.Text;
using StockSync.Engine.Sources.Baostock.Protocol;

namespace StockSync.Tests.Sources;

/// <summary>Feeds bytes to a reader.</summary>
static class AnswerBytes
{
    /// <summary>Type and body of the answer, or null where bytes are missing.</summary>
    public static (string Type, string Body)? Read(ReadOnlySpan<byte> bytes, Func<int>? segment = null)
    {
        var reader = new ResponseReader();
        reader.Reset();
        return Feed(reader, bytes, segment) ? (reader.Type, Encoding.UTF8.GetString(reader.Body.Span)) : null;
    }

    public static bool Feed(ResponseReader reader, ReadOnlySpan<byte> bytes, Func<int>? segment = null)
    {
        while (!bytes.IsEmpty)
        {
            var room = reader.GetRoom();
            int count = Math.Min(Math.Min(segment?.Invoke() ?? int.MaxValue, room.Length), bytes.Length);
            bytes[..count].CopyTo(room.Span);
            bytes = bytes[count..];
            if (reader.Advance(count))
                return bytes.IsEmpty ? true : throw new InvalidOperationException("Complete before all bytes were given.");
        }
        return false;
    }

    public static ProtocolFault FaultOf(Action action)
    {
        var error = Xunit.Assert.Throws<StockSyncException>(action);
        Xunit.Assert.Equal(ErrorIds.SourceProtocol, error.ErrorId);
        Xunit.Assert.True(error.IsTransient);
        return Enum.Parse<ProtocolFault>((string)error.Target!);
    }
}
