namespace StockSync.MarketServer;

/// <summary>Changes a running service by lines of text: what the console program takes from its standard input.</summary>
public sealed class ServiceOrders(MarketService service)
{
    /// <summary>The orders, for a help text.</summary>
    public const string Help =
        """
        view RULE              add a view
        clear                  remove all views
        fault RULE             add a fault
        clear-faults           remove all faults
        published-until D|-    the last day that is published; - publishes everything
        """;

    /// <summary>Does what a line says and returns the answer, one line: <c>ok</c> or <c>error:</c> and what is wrong with it.</summary>
    public string Take(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        var (order, rest) = line.Trim().Split(' ', 2) is [var first, var second] ? (first, second.Trim()) : (line.Trim(), "");
        try
        {
            Take(order, rest);
            return "ok";
        }
        catch (Exception bad) when (bad is FormatException or OverflowException)
        {
            return $"error: {bad.Message.ReplaceLineEndings(" ")}";
        }
    }

    void Take(string order, string rest)
    {
        switch (order)
        {
            case "view":
                service.Views.Add(rest);
                break;
            case "clear" when rest.Length == 0:
                service.Views.Clear();
                break;
            case "fault":
                service.Faults.Add(rest);
                break;
            case "clear-faults" when rest.Length == 0:
                service.Faults.Clear();
                break;
            case "published-until":
                service.Options.PublishedUntil = rest == "-" ? null : Day(rest);
                break;
            default:
                throw new FormatException($"There is no order '{order}{(rest.Length == 0 ? "" : " ")}{rest}'; --help lists them.");
        }
    }

    static DateOnly Day(string text) =>
        DecimalText.TryDay(text, out var day) ? day : throw new FormatException("published-until needs a day like 2024-01-02, or -.");
}
