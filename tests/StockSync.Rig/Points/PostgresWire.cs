using System.Buffers.Binary;
using System.Text;

namespace StockSync.Rig.Points;

/// <summary>
/// One connection, message by message as the server's protocol has them. Each is passed on before the next is looked at, and the server
/// works as messages come: so at a point it has all that lies before it, and nothing of what lies behind.
/// </summary>
sealed class PostgresWire(Stream client, Stream server)
{
    const int HeaderLength = 5;

    readonly Transaction _transaction = new();
    volatile bool _isCommitSent;

    /// <summary>From the client to the server.</summary>
    public async Task AskAsync(CancellationToken cancellationToken)
    {
        // The first message has no type.
        byte[] length = new byte[4];
        await client.ReadExactlyAsync(length, cancellationToken);
        byte[] start = new byte[BinaryPrimitives.ReadInt32BigEndian(length) - length.Length];
        await client.ReadExactlyAsync(start, cancellationToken);
        await server.WriteAsync((byte[])[.. length, .. start], cancellationToken);
        bool isCommit = false;
        while (true)
        {
            byte[] message = await ReadAsync(client, cancellationToken);
            switch ((char)message[0])
            {
                // A statement: its name, then its text. Or the text alone.
                case 'P':
                case 'Q':
                    string sql = Text(message, message[0] == 'P' ? Array.IndexOf(message, (byte)0, HeaderLength) + 1 : HeaderLength);
                    _transaction.Begin(sql);
                    isCommit |= sql == "commit";
                    break;
                // Values of a statement, and rows of a copy.
                case 'B' or 'd' when _transaction.IsWritingRows:
                    await server.WriteAsync(message.AsMemory(0, message.Length / 2), cancellationToken);
                    _transaction.Row();
                    await server.WriteAsync(message.AsMemory(message.Length / 2), cancellationToken);
                    continue;
                default:
                    break;
            }
            bool isEndOfTrip = message[0] is (byte)'S' or (byte)'Q';
            _isCommitSent |= isEndOfTrip && isCommit;
            await server.WriteAsync(message, cancellationToken);
            if (isEndOfTrip && isCommit)
                _transaction.Sent();
            else if (isEndOfTrip)
                _transaction.EndTrip();
            isCommit &= !isEndOfTrip;
        }
    }

    /// <summary>From the server to the client.</summary>
    public async Task AnswerAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            byte[] message = await ReadAsync(server, cancellationToken);
            // A transaction that failed is answered by ROLLBACK.
            if (_isCommitSent && message[0] == 'C' && Text(message, HeaderLength) == "COMMIT")
                _transaction.Committed();
            // Ready for the next.
            if (message[0] == 'Z')
                _isCommitSent = false;
            await client.WriteAsync(message, cancellationToken);
        }
    }

    static async Task<byte[]> ReadAsync(Stream from, CancellationToken cancellationToken)
    {
        byte[] header = new byte[HeaderLength];
        await from.ReadExactlyAsync(header, cancellationToken);
        byte[] message = new byte[1 + BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(1))];
        header.CopyTo(message, 0);
        await from.ReadExactlyAsync(message.AsMemory(HeaderLength), cancellationToken);
        return message;
    }

    static string Text(byte[] message, int from) => Encoding.UTF8.GetString(message, from, Array.IndexOf(message, (byte)0, from) - from);
}
