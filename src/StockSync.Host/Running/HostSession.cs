using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace StockSync.Host;

/// <summary>One run: opens the runspace, invokes the script or command, and turns what happened into an exit code.</summary>
sealed class HostSession : IDisposable
{
    /// <summary>
    /// <c>-Command</c> fails when its last statement failed, whatever went wrong before. Asked after the pipeline, <c>$?</c>
    /// would already speak of <c>Out-Default</c>.
    /// </summary>
    const string FailWithLastStatement = "\nif (-not $?) { exit 1 }";

    readonly CommandLine _line;
    readonly ConsoleHost _host;
    readonly Runspace _runspace;
    readonly StopSignals _signals = new();

    internal HostSession(CommandLine line)
    {
        _line = line;
        _host = new ConsoleHost(line.NonInteractive);
        _runspace = RunspaceFactory.CreateRunspace(_host, SessionContents.Create());
        // The pipeline runs on the main thread, so that [Console] and culture settings of a script behave as in pwsh.
        _runspace.ThreadOptions = PSThreadOptions.UseCurrentThread;
        _runspace.Open();
        Runspace.DefaultRunspace = _runspace;
    }

    internal int Run()
    {
        var succeeded = Invoke(Prepare);
        _host.Screen.ClearProgress();
        return _signals.ExitCode ?? _host.RequestedExitCode ?? (succeeded ? ExitCode.Success : ExitCode.Failed);
    }

    /// <summary>Puts what was asked for into the pipeline.</summary>
    void Prepare(PowerShell shell)
    {
        if (_line.Action == HostAction.RunFile)
            ScriptFile.Add(shell, _runspace, _line.Text, _line.Arguments);
        else
            shell.AddScript((_line.Action == HostAction.RunCommand ? _line.Text : Console.In.ReadToEnd()) + FailWithLastStatement);
    }

    bool Invoke(Action<PowerShell> prepare)
    {
        using var shell = PowerShell.Create(_runspace);
        using var stopping = _signals.Watch(shell);
        try
        {
            prepare(shell);
            shell.Commands.Commands[^1].MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
            shell.AddCommand("Out-Default");
            shell.Invoke();
            return true;
        }
        catch (PipelineStoppedException)
        {
            // Either a signal or `exit`; both have left their exit code.
            return true;
        }
        catch (ParseException error)
        {
            Report(error.ErrorRecord);
        }
        catch (RuntimeException error)
        {
            Report(error.ErrorRecord);
        }

        return false;
    }

    /// <summary>Shows an error that ended the script through the engine's own error view, which knows the position in the script.</summary>
    void Report(ErrorRecord error)
    {
        using var shell = PowerShell.Create(_runspace);
        using var diverted = _host.Screen.SendOutputToError();
        // Written with WriteError it would get the position of that call; as an object it is shown as it is.
        shell.AddCommand("Out-Default").AddParameter("InputObject", error).Invoke();
    }

    public void Dispose()
    {
        _signals.Dispose();
        _runspace.Dispose();
    }
}
