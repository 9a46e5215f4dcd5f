using System.Collections;
using System.Management.Automation;

namespace StockSync.Module.Tests.Secrets;

/// <summary>An object as somebody might print it: itself, its members and theirs.</summary>
static class Heard
{
    const int Depth = 3;

    public static IEnumerable<string> Of(object? item, int depth = Depth)
    {
        object? value = item is PSObject wrapped ? wrapped.BaseObject : item;
        switch (value)
        {
            case null:
                yield break;
            case ErrorRecord record:
                foreach (string text in OfError(record))
                    yield return text;
                yield break;
            case Exception error:
                yield return error.ToString();
                foreach (DictionaryEntry entry in error.Data)
                    yield return $"{entry.Key}={entry.Value}";
                yield break;
        }
        yield return value.ToString() ?? "";
        if (depth == 0 || value is string || value.GetType().IsPrimitive)
            yield break;
        if (value is IEnumerable list)
        {
            foreach (object? element in list)
            {
                foreach (string text in Of(element, depth - 1))
                    yield return text;
            }
            yield break;
        }
        foreach (var property in PSObject.AsPSObject(value).Properties.Where(p => p.IsGettable && value.GetType().Namespace == "StockSync"))
        {
            foreach (string text in Of(property.Value, depth - 1))
                yield return text;
        }
    }

    static IEnumerable<string> OfError(ErrorRecord record) =>
    [
        record.ToString(),
        record.Exception.ToString(),
        record.FullyQualifiedErrorId,
        record.CategoryInfo.ToString(),
        record.ErrorDetails?.Message ?? "",
        record.ErrorDetails?.RecommendedAction ?? "",
        record.InvocationInfo?.PositionMessage ?? "",
        record.ScriptStackTrace ?? "",
        .. Of(record.TargetObject),
        .. Of(record.Exception),
        .. PSObject.AsPSObject(record.Exception).Properties.Where(p => p.Name is "Advice" or "Target").SelectMany(p => Of(p.Value)),
    ];
}
