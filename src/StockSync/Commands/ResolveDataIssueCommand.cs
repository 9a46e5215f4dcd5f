using System.Management.Automation;
using StockSync.Binding;
using StockSync.Completion;
using StockSync.Resources;

namespace StockSync.Commands;

/// <summary>
/// Accepts by name what the service says and what is not believed on its word alone: a stock that is absent on a day, all that is absent on a
/// day, a doubtful day, a closure, a large change of the stock list. The note is kept and shown for ever after.
/// </summary>
[Cmdlet(VerbsDiagnostic.Resolve, "DataIssue", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium, DefaultParameterSetName = DaySet)]
[OutputType(typeof(SyncDay))]
public sealed class ResolveDataIssueCommand : DataCmdlet
{
    const string DaySet = "Day";
    const string ListSet = "StockList";
    const int LongestNote = 500;

    readonly List<DataIssue> _issues = [];
    readonly HashSet<DataIssue> _known = [];

    /// <summary>The days.</summary>
    [Parameter(ParameterSetName = DaySet, Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("From")]
    [ValidateNotNullOrEmpty]
    [DateArgument]
    public DateTime[]? Date { get; set; }

    /// <summary>Last day of a range that begins at <see cref="Date"/>; default: the day itself.</summary>
    [Parameter(ParameterSetName = DaySet, ValueFromPipelineByPropertyName = true)]
    [DateArgument(AllowEmpty = true)]
    public DateTime? To { get; set; }

    /// <summary>The stocks whose absence is accepted; default: the doubt about the day, or all that is absent on it.</summary>
    [Parameter(ParameterSetName = DaySet, Position = 1, ValueFromPipelineByPropertyName = true)]
    [CodeArgument(AllowEmpty = true)]
    [ArgumentCompleter(typeof(StockCodeCompleter))]
    public string[]? Code { get; set; }

    /// <summary>Accept the change of the stock list that waits for a second answer.</summary>
    [Parameter(ParameterSetName = ListSet, Mandatory = true)]
    public SwitchParameter StockList { get; set; }

    /// <summary>Why, in at most 500 characters.</summary>
    [Parameter(Mandatory = true)]
    [ValidateNotNullOrEmpty]
    [ValidateLength(1, LongestNote)]
    [ValidatePattern(@"\S")]
    public string Note { get; set; } = "";

    /// <inheritdoc/>
    private protected override bool Take()
    {
        if (ParameterSetName == ListSet)
        {
            if (StockList)
                Add(DataIssue.StockList);
            return _issues.Count > 0;
        }
        foreach (var date in Date ?? [])
        {
            var from = date.ToDate();
            var to = To.ToDate() ?? from;
            if (Code is not { Length: > 0 })
                Add(new DataIssue(null, from, to));
            foreach (var code in Codes.Parse(Code))
                Add(new DataIssue(code, from, to));
        }
        return _issues.Count > 0;
    }

    /// <inheritdoc/>
    private protected override void Act()
    {
        if (_issues.Count == 0)
            return;
        string target = DatabaseTarget();
        var accepted = _issues.Where(i => ShouldProcess(target, Strings.FormatResolveAction(Describe(i)))).ToList();
        if (accepted.Count == 0)
            return;
        string note = SafeText.OneLine(Note);
        WithEngine(ResolveSettings(), engine => Pump((writer, token) => engine.ResolveIssuesAsync(accepted, note, writer, token)));
    }

    void Add(DataIssue issue)
    {
        if (_known.Add(issue))
            _issues.Add(issue);
    }

    static string Describe(DataIssue issue) => issue.IsStockList ? Strings.ResolveStockList : issue.ToString();
}
