using System.Management.Automation;
using StockSync.Resources;

namespace StockSync.Pipeline;

/// <summary>
/// What all cmdlets share: engine tasks work on other threads, the pipeline thread writes what they report. Ctrl+C, and a pipeline that
/// ends early (<c>Select-Object -First 1</c>, <c>-ErrorAction Stop</c>), cancel the task and wait for it.
/// </summary>
public abstract class SyncCmdlet : PSCmdlet, IDisposable
{
    // With the time that closing takes, Ctrl+C returns within ten seconds whatever the engine waits for.
    static readonly TimeSpan s_patience = TimeSpan.FromSeconds(7);

    readonly CancellationTokenSource _stop = new();
    bool _hasInput;

    private protected SyncCmdlet()
    {
    }

    /// <summary>The last task of the engine: completed, unless it did not end in time after a cancellation.</summary>
    private protected Task Work { get; private set; } = Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases what the cmdlet holds.</summary>
    /// <param name="disposing">True when called by <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
            _stop.Dispose();
    }

    /// <inheritdoc/>
    protected override void StopProcessing()
    {
        try
        {
            // Asynchronously: callbacks of the engine must not hold up the thread that stops.
            _ = _stop.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // The pipeline ended by itself at this very moment.
        }
    }

    /// <summary>Refuses a pipeline whose objects this form of the command could not take, before the first one is made.</summary>
    protected sealed override void BeginProcessing()
    {
        if (MyInvocation.ExpectingInput && PipelineInput.Refuse(MyInvocation, ParameterSetName) is { } refused)
            ThrowTerminatingError(Errors.From(refused));
    }

    /// <inheritdoc/>
    protected sealed override void ProcessRecord() => _hasInput |= Take();

    /// <summary>
    /// Acts, unless there was a pipeline and nothing came through it that could be used. Who pipes something in means that and nothing
    /// else; without this, "nothing in particular" would be read as "everything": the whole market, every failure, the newest day.
    /// </summary>
    protected sealed override void EndProcessing()
    {
        if (_hasInput || !MyInvocation.ExpectingInput)
            Act();
    }

    /// <summary>Takes what is bound now: an object of the pipeline, or the command line where there is no pipeline.</summary>
    /// <returns>True where it says what to do.</returns>
    private protected virtual bool Take() => false;

    /// <summary>Does what all that was taken asks for, once.</summary>
    private protected virtual void Act()
    {
    }

    /// <summary>Works elsewhere, writes here.</summary>
    /// <param name="work">What to do; its failures become terminating errors.</param>
    /// <param name="progress">The run's progress bar; null for work that is not a run.</param>
    private protected void Pump(Func<PipelineWriter, CancellationToken, Task> work, ProgressReport? progress = null)
    {
        var run = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        var signals = progress is null ? null : new TerminationSignals(run.Cancel);
        var token = run.Token;
        var writer = new PipelineWriter(progress, token);
        Work = Task.Run(() => CompleteAsync(work, writer, token), CancellationToken.None);
        try
        {
            while (writer.Wait())
            {
                while (writer.TryTake(out var write))
                    write(this);
            }
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            // How the task ended decides.
        }
        finally
        {
            run.Cancel();
            // What is left behind in a hurry is as after a crash: the next run finds all that was committed.
            bool isEnded = Task.WaitAny(signals is null ? [Work] : [Work, signals.Hurry], s_patience) == 0;
            progress?.Complete(this);
            signals?.Dispose();
            if (isEnded)
                run.Dispose();

            // A host that handles the signal stops the pipeline, lets the script clean up, and ends by itself.
            if (signals?.ExitCode is { } exitCode && !_stop.IsCancellationRequested)
                Environment.Exit(exitCode);
        }
        ThrowIfFailed(Work);
    }

    /// <summary>The result of work that writes nothing.</summary>
    private protected T Await<T>(Func<CancellationToken, Task<T>> work)
    {
        T result = default!;
        Pump(async (_, token) => result = await work(token));
        return result;
    }

    /// <summary>The result of a call that may fail on this thread; a failure is a terminating error.</summary>
    private protected T Guard<T>(Func<T> call)
    {
        try
        {
            return call();
        }
        catch (StockSyncException e)
        {
            ThrowTerminatingError(Errors.From(e));
            throw;
        }
    }

    /// <summary>The file that a path parameter names; a terminating error where it is not one of the file system.</summary>
    private protected string FilePath(string path)
    {
        string resolved = SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out var provider, out _);
        if (provider.Name != "FileSystem")
        {
            ThrowTerminatingError(Errors.From(new StockSyncException(
                ErrorIds.FileInvalid, ErrorKind.InvalidArgument, Strings.FormatPathProvider(path), target: path)));
        }
        return resolved;
    }

    private protected bool IsBound(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);

    static async Task CompleteAsync(Func<PipelineWriter, CancellationToken, Task> work, PipelineWriter writer, CancellationToken token)
    {
        try
        {
            await work(writer, token);
        }
        finally
        {
            writer.Complete();
        }
    }

    void ThrowIfFailed(Task work)
    {
        if (_stop.IsCancellationRequested)
            throw new PipelineStoppedException();
        if (work.IsFaulted)
            ThrowTerminatingError(Errors.From(work.Exception.InnerException!));
        if (work.IsCanceled)
            ThrowTerminatingError(new ErrorRecord(new OperationCanceledException(), ErrorIds.Unexpected, ErrorCategory.OperationStopped, null));
    }
}
