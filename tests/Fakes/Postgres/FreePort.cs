using System.Net;
using System.Net.Sockets;

namespace StockSync.Tests.Fakes;

/// <summary>A TCP port of the loopback address that nobody listened on a moment ago.</summary>
static class FreePort
{
    internal static int Next()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
