using System.Runtime.InteropServices;
using System.Text;

namespace StockSync.Benchmarks.Harness;

/// <summary>The rows so far, and the table that they make.</summary>
sealed class Report
{
    readonly List<Row> _rows = [];

    public void Add(Row row)
    {
        _rows.Add(row);
        Console.WriteLine($"  {Line(row)}");
    }

    public string ToMarkdown()
    {
        var text = new StringBuilder();
        text.Append("Measured ").Append($"{DateTime.UtcNow:yyyy-MM-dd HH:mm}").Append(" UTC on ").Append(Environment.ProcessorCount)
            .Append(" cores, ").Append(RuntimeInformation.FrameworkDescription).Append(", ").Append(RuntimeInformation.OSDescription);
        if (Scale.Factor != 1)
            text.Append(FormattableString.Invariant($", **scaled down to {Scale.Factor}: no target can be judged**"));
        text.Append(".\n\n| scenario | work | StockSync | compared with | ratio min / median / max | target | verdict |\n")
            .Append("|---|---|--:|--:|--:|--:|---|\n");
        foreach (var row in _rows)
            text.Append(Line(row)).Append('\n');
        return text.ToString();
    }

    static string Line(Row row)
    {
        string verdict = row.IsMet switch { true => "met", false => "**missed**", null => "" };
        return $"| {row.Scenario} | {row.Work} | {row.Ours} | {row.Other} | {row.Ratio} | {row.Target} | {verdict} |";
    }
}
