using System.ComponentModel;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace StockSync.Tests.Stores;

/// <summary>A test that asks the class it runs in whether its server is there.</summary>
public sealed class StoreTestCase : XunitTestCase
{
    [EditorBrowsable(EditorBrowsableState.Never)]
    [Obsolete("For deserialisation only.")]
    public StoreTestCase()
    {
    }

    public StoreTestCase(IMessageSink sink, TestMethodDisplay display, TestMethodDisplayOptions options, ITestMethod method)
        : base(sink, display, options, method)
    {
    }

    protected override string? GetSkipReason(IAttributeInfo factAttribute)
    {
        var marks = TestMethod.TestClass.Class.GetCustomAttributes(typeof(NeedsServerAttribute).AssemblyQualifiedName);
        return marks
            .Select(mark => TestServers.WhyMissing(
                mark.GetNamedArgument<string>(nameof(NeedsServerAttribute.Server)), mark.GetNamedArgument<int>(nameof(NeedsServerAttribute.Major))))
            .FirstOrDefault(reason => reason is not null) ?? base.GetSkipReason(factAttribute);
    }
}
