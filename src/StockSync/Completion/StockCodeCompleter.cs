using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using StockSync.Loading;

namespace StockSync.Completion;

/// <summary>Completes stock codes by code or name, with the name as tooltip. Reads an embedded database only, never the network.</summary>
public sealed class StockCodeCompleter : IArgumentCompleter
{
    const int MaxResults = 200;

    // A prompt that hangs is worse than one without suggestions.
    static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1.5);

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        try
        {
            var settings = SessionConfiguration.Resolve(fakeBoundParameters);
            if (!EngineGate.IsEmbedded(settings))
                return [];
            using var timeout = new CancellationTokenSource(s_patience);
            var stocks = Task.Run(() => ReadAsync(settings, timeout.Token)).WaitAsync(timeout.Token).GetAwaiter().GetResult();
            return Match(stocks, wordToComplete.Trim('\'', '"'));
        }
        catch (Exception e) when (e is StockSyncException or OperationCanceledException)
        {
            return [];
        }
    }

    static async Task<List<Stock>> ReadAsync(SyncSettings settings, CancellationToken cancellationToken)
    {
        var stocks = new List<Stock>();
        await using var engine = EngineGate.Create(settings);
        await foreach (var stock in engine.GetStoredStocksAsync(cancellationToken))
            stocks.Add(stock);
        return stocks;
    }

    static List<CompletionResult> Match(List<Stock> stocks, string typed)
    {
        string digits = typed.Trim().ToUpperInvariant();
        digits = digits.StartsWith("SH", StringComparison.Ordinal) || digits.StartsWith("SZ", StringComparison.Ordinal)
            ? digits[2..].TrimStart('.')
            : digits;
        return [.. stocks
            .Where(s => s.Code.StartsWith(digits, StringComparison.Ordinal) || s.Name.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
            .Take(MaxResults)
            .Select(s => new CompletionResult($"'{s.Code}'", $"{s.Code} {s.Name}", CompletionResultType.ParameterValue, $"{s.Name} ({s.Exchange})"))];
    }
}
