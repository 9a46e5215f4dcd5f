using System.Diagnostics.CodeAnalysis;

namespace StockSync.Engine;

/// <summary>
/// Knows the secrets in force and takes them out of texts. Nothing should put them there; this is for the text of others (a service, a
/// driver, a library) that repeats what it was given.
/// </summary>
interface IRedactor
{
    /// <summary>The text with every secret, in whatever encoding, replaced by <c>***</c>; the same text where there is none.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    string? Redact(string? text);

    /// <summary>The error, or where any part of it shows a secret one like it without its cause.</summary>
    StockSyncException Redact(StockSyncException error)
    {
        string whole = $"{error}\n{error.Advice}\n{error.Target}";
        return ReferenceEquals(Redact(whole), whole)
            ? error
            : new StockSyncException(
                error.ErrorId,
                error.Kind,
                Redact(error.Message),
                Redact(error.Advice),
                error.Target is string target ? Redact(target) : error.Target,
                error.IsTransient);
    }
}
