using System.ComponentModel;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace StockSync.Tests.Stores;

/// <summary>A test that asks the class it runs in whether its server is there, and runs on one major version of it.</summary>
public sealed class StoreTestCase : XunitTestCase
{
    static readonly AsyncLocal<int> s_major = new();
    int _major;

    [EditorBrowsable(EditorBrowsableState.Never)]
    [Obsolete("For deserialisation only.")]
    public StoreTestCase()
    {
    }

    /// <summary>A test on one major version; 0 for the newest that is installed.</summary>
    public StoreTestCase(IMessageSink sink, TestMethodDisplay display, TestMethodDisplayOptions options, ITestMethod method, int major)
        : base(sink, display, options, method) => _major = major;

    /// <summary>The major version that the running test is to use; 0 for the newest.</summary>
    internal static int Major => s_major.Value;

    /// <summary>The <see cref="NeedsServerAttribute"/> of a test's class; null where it needs no server.</summary>
    internal static IAttributeInfo? NeedOf(ITestMethod method) =>
        method.TestClass.Class.GetCustomAttributes(typeof(NeedsServerAttribute).AssemblyQualifiedName).SingleOrDefault();

    public override async Task<RunSummary> RunAsync(
        IMessageSink diagnosticMessageSink,
        IMessageBus messageBus,
        object[] constructorArguments,
        ExceptionAggregator aggregator,
        CancellationTokenSource cancellationTokenSource)
    {
        s_major.Value = _major;
        return await base.RunAsync(diagnosticMessageSink, messageBus, constructorArguments, aggregator, cancellationTokenSource);
    }

    public override void Serialize(IXunitSerializationInfo data)
    {
        base.Serialize(data);
        data.AddValue(nameof(Major), _major);
    }

    public override void Deserialize(IXunitSerializationInfo data)
    {
        _major = data.GetValue<int>(nameof(Major));
        base.Deserialize(data);
    }

    protected override string GetUniqueID() => $"{base.GetUniqueID()} {_major}";

    protected override string GetDisplayName(IAttributeInfo factAttribute, string displayName) =>
        base.GetDisplayName(factAttribute, displayName) + (_major == 0 ? "" : $" on PostgreSQL {_major}");

    protected override string? GetSkipReason(IAttributeInfo factAttribute) => NeedOf(TestMethod) is { } need
        && TestServers.WhyMissing(need.GetNamedArgument<string>(nameof(NeedsServerAttribute.Server)), _major) is { } reason
            ? reason
            : base.GetSkipReason(factAttribute);
}
