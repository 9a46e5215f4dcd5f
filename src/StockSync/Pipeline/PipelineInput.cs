using System.Management.Automation;
using StockSync.Resources;

namespace StockSync.Pipeline;

/// <summary>Whether a command can take objects from the pipeline as it was called.</summary>
static class PipelineInput
{
    /// <summary>
    /// Why it cannot; null where it can. PowerShell would refuse the objects one by one, and then let the command act as if there had been
    /// no pipeline.
    /// </summary>
    public static StockSyncException? Refuse(InvocationInfo invocation, string parameterSet)
    {
        var sets = invocation.MyCommand.ParameterSets;
        var inputs = sets.Where(s => s.Name == parameterSet || sets.All(other => other.Name != parameterSet))
            .SelectMany(s => s.Parameters)
            .Where(p => p.ValueFromPipeline || p.ValueFromPipelineByPropertyName)
            .Select(p => p.Name)
            .ToArray();
        if (inputs.Any(p => !invocation.BoundParameters.ContainsKey(p)))
            return null;
        string command = invocation.MyCommand.Name;
        return inputs.Length == 0
            ? Refused(command, Strings.FormatInputRefused(command), Strings.InputRefusedAdvice)
            : Refused(command, Strings.FormatInputGiven(command, inputs[0]), Strings.FormatInputGivenAdvice(inputs[0]));
    }

    static StockSyncException Refused(string command, string message, string advice) =>
        new(ErrorIds.InputUnusable, ErrorKind.InvalidArgument, message, advice, command);
}
