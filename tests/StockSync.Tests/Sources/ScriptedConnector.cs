using StockSync.Engine.Sources.Baostock;

namespace StockSync.Tests.Sources;

/// <summary>Connects to connections made by the test.</summary>
sealed class ScriptedConnector(Func<CancellationToken, ValueTask<IConnection>> connect) : IConnector
{
    public ScriptedConnector(IConnection connection)
        : this(_ => ValueTask.FromResult(connection))
    {
    }

    public List<ServiceAddress> Addresses { get; } = [];

    public ValueTask<IConnection> ConnectAsync(ServiceAddress address, CancellationToken cancellationToken)
    {
        Addresses.Add(address);
        return connect(cancellationToken);
    }
}
