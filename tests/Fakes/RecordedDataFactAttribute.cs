using Xunit;

namespace StockSync.Tests.Fakes;

/// <summary>A test over recorded data; skipped, with the reason, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
sealed class RecordedDataFactAttribute : FactAttribute
{
    public RecordedDataFactAttribute()
    {
        if (RecordedData.Folder is null)
            Skip = $"No recorded market data: set {RecordedData.Variable} to its folder.";
    }
}
