using System.Reflection;
using StockSync.Engine.Stores.Contract;

namespace StockSync.Tests.Health;

/// <summary>A store that answers what a test says, breaks where it says so, and remembers what it was asked.</summary>
public class ScriptedStore : DispatchProxy
{
    readonly HashSet<string> _asked = [];
    ScriptedStore? _store;

    internal Dictionary<string, Func<object?[], object>> Answers { get; } = [];

    /// <summary>Names of the calls that fail, and how.</summary>
    internal Dictionary<string, Exception> Broken { get; } = [];

    internal IReadOnlyCollection<string> Asked => _asked;

    internal static (ISyncStore Store, ScriptedStore Script) Create()
    {
        var store = Create<ISyncStore, ScriptedStore>();
        return (store, (ScriptedStore)(object)store);
    }

    /// <inheritdoc/>
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        if (_store is not null)
            return _store.Invoke(targetMethod, args);
        // A contract of the store: its calls are answered here too.
        if (targetMethod!.ReturnType is { IsInterface: true, Namespace: "StockSync.Engine.Stores.Contract" } contract)
        {
            var proxy = (ScriptedStore)Create(contract, typeof(ScriptedStore));
            proxy._store = this;
            return proxy;
        }
        string name = targetMethod.Name;
        _asked.Add(name);
        if (Broken.TryGetValue(name, out var broken))
            throw broken;
        return Answers.TryGetValue(name, out var answer)
            ? answer(args ?? [])
            : throw new InvalidOperationException($"Health has no business with {name}.");
    }
}
