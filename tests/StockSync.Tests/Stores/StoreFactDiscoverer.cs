using StockSync.Tests.Fakes;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace StockSync.Tests.Stores;

/// <summary>Makes test cases of <see cref="StoreFactAttribute"/>: one, or one for each major version of the server.</summary>
public sealed class StoreFactDiscoverer(IMessageSink sink) : IXunitTestCaseDiscoverer
{
    public IEnumerable<IXunitTestCase> Discover(
        ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute)
    {
        int[] majors = StoreTestCase.NeedOf(testMethod)?.GetNamedArgument<bool>(nameof(NeedsServerAttribute.OnEachMajor)) == true
            ? [0, .. PostgresPrograms.Supported.SkipLast(1)]
            : [0];
        return majors.Select(major => new StoreTestCase(
            sink, discoveryOptions.MethodDisplayOrDefault(), discoveryOptions.MethodDisplayOptionsOrDefault(), testMethod, major));
    }
}
