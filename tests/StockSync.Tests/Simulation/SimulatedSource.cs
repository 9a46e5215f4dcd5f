using StockSync.Engine.Sources.Contract;

namespace StockSync.Tests.Simulation;

/// <summary>Connections to the simulated service, each frame through the gate like a real one.</summary>
sealed class SimulatedSource(SimulatedService service, IRequestGate gate) : IBarSource
{
    public string Endpoint => "simulated:1";

    public async Task<IBarSession> OpenAsync(CancellationToken cancellationToken)
    {
        await gate.PassAsync(RequestKind.Login, cancellationToken);
        service.Frame();
        if (service.Draw(0, 0, 0) < 0.3)
            throw new StockSyncException(ErrorIds.SourceUnreachable, ErrorKind.Connection, "refused", isTransient: true);
        service.Open();
        return new SimulatedSession(service, gate);
    }
}
