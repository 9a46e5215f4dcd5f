using StockSync.Engine;
using StockSync.Engine.Sources.Baostock;
using StockSync.Engine.Stores;
using StockSync.Engine.Stores.Contract;
using StockSync.Rig.Mutants;

namespace StockSync.Rig;

/// <summary>The product's engine, or one with a known bug in its store.</summary>
static class RigEngine
{
    public static ISyncEngine Open(SyncSettings settings, string? mutant, string? state, TimeProvider time)
    {
        if (mutant is null)
            return EngineFactory.Create(settings, time);
        var inner = StoreFactory.Open(settings, time);
        var database = new SideDoor(settings.Database);
        ISyncStore store = mutant switch
        {
            "checkpoint-first" => new CheckpointFirst(inner, database),
            "checkpoint-outside" => new CheckpointOutside(inner, state ?? throw new FormatException("--state is needed.")),
            "no-key" => new NoKey(inner, database),
            "requested-end" => new RequestedEnd(inner, database),
            "swallow" => new Swallow(inner),
            _ => throw new FormatException($"There is no mutant '{mutant}'."),
        };
        return new SyncEngine(new RunServices(
            settings, store, BaostockSource.AddressOf(settings).ToString(), gate => new BaostockSource(settings, gate, time), time));
    }
}
