using System.Net.Sockets;

namespace StockSync.MarketServer;

/// <summary>
/// Asks the system about a connection. A client that closes and connects again at once must not count as two, so an end of
/// the stream nobody has read yet has to be seen.
/// </summary>
static class TcpState
{
    const int IpProtoTcp = 6;
    const int TcpInfo = 11;
    const byte Established = 1;

    public static bool IsClosedByPeer(Socket socket)
    {
        try
        {
            if (!OperatingSystem.IsLinux())
                return socket.Poll(0, SelectMode.SelectRead) && socket.Available == 0;
            Span<byte> state = stackalloc byte[1];
            socket.GetRawSocketOption(IpProtoTcp, TcpInfo, state);
            return state[0] != Established;
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            return true;
        }
    }
}
