using System.Threading.Channels;
using StockSync.Engine.Resources;
using StockSync.Engine.RunState;
using StockSync.Engine.Service;
using StockSync.Engine.Sources.Contract;
using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine.Fetching;

/// <summary>Where a run takes its units from: its own plan, or one that several machines work at.</summary>
interface IUnitQueue<T>
{
    /// <summary>The next units, each once, until nothing is to be had now. A unit is taken when it is asked for.</summary>
    IAsyncEnumerable<T> TakeAsync(CancellationToken cancellationToken);

    /// <summary>True for a unit that another machine may take instead, when this one stops before it is through.</summary>
    bool CanGiveBack(T unit);

    /// <summary>The commit with the note that these units are through.</summary>
    StoreCommit Finish(StoreCommit commit, IEnumerable<T> units, bool failed = false);

    /// <summary>Told after each commit: time to see what other machines have done.</summary>
    Task NoticeAsync(CancellationToken cancellationToken);
}

/// <summary>Gathers answers and writes them into the store: what one shape of request makes of its answers.</summary>
interface IAnswerWriter<T>
{
    /// <summary>How long the first gathered answer may still wait for its transaction; null while nothing is gathered.</summary>
    TimeSpan? Left { get; }

    /// <summary>Takes the next answer, and writes where that fills a transaction.</summary>
    Task AddAsync(T answer, CancellationToken cancellationToken);

    /// <summary>Takes an answer after the user has stopped the run: one transaction is left for all of them.</summary>
    void Keep(T answer);

    /// <summary>Writes what is gathered.</summary>
    /// <param name="isLast">True where no answer of the round comes after it.</param>
    /// <param name="cancellationToken">Cancels the transaction; what was not written stays gathered.</param>
    Task FlushAsync(bool isLast, CancellationToken cancellationToken);
}

/// <summary>
/// Fetches units over as many connections as are allowed and writes their answers at the same time: while one answer is written, the next
/// request is on its way. Only so much waits between, so memory does not grow with the range.
/// </summary>
/// <param name="run">The run.</param>
/// <param name="sizeOf">How much an answer counts of what may wait.</param>
/// <param name="ahead">How much may wait between fetching and writing. The answer that exceeds it waits too, and holds its connection.</param>
/// <param name="fetch">Asks for one unit.</param>
/// <param name="writer">Writes the answers.</param>
sealed class FetchPump<TUnit, TAnswer>(
    RunContext run,
    Func<TAnswer, int> sizeOf,
    int ahead,
    Func<TUnit, IBarSession, CancellationToken, Task<TAnswer>> fetch,
    IAnswerWriter<TAnswer> writer)
    where TUnit : notnull
{
    readonly Channel<TAnswer> _fetched = Channel.CreateUnbounded<TAnswer>(new UnboundedChannelOptions { SingleReader = true });
    readonly Room _room = new(ahead);

    /// <summary>Writes what the rounds fetch for as long as they last. Whatever ends them, what was fetched is written first.</summary>
    /// <param name="rounds">Runs the rounds, with the token that also ends where writing fails. Once in the life of a pump.</param>
    /// <param name="cancellationToken">Stops both.</param>
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> rounds, CancellationToken cancellationToken)
    {
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var writing = WriteAsync(both, cancellationToken);
        try
        {
            return await rounds(both.Token);
        }
        finally
        {
            _fetched.Writer.Complete();
            await writing;
        }
    }

    /// <summary>One round over units: each is tried as often as the settings say. The next one need not wait until its answers are written.</summary>
    public Task<RoundResult<TUnit>> RoundAsync(IAsyncEnumerable<TUnit> units, CancellationToken cancellationToken) => run.Units.RunAsync(
        units,
        async (unit, session, token) =>
        {
            var answer = await fetch(unit, session, token);
            _room.Take(sizeOf(answer));
            _fetched.Writer.TryWrite(answer);
            await _room.WaitAsync(token);
        },
        cancellationToken);

    /// <summary>The second round over what failed in the first: after a wait, with as many tries again. Returns what failed in both.</summary>
    public async Task<IReadOnlyList<UnitFailure<TUnit>>> SecondRoundAsync(
        IReadOnlyList<UnitFailure<TUnit>> failures, CancellationToken cancellationToken)
    {
        TUnit[] again = [.. failures.Where(f => f.Last.IsTransient).Select(f => f.Unit)];
        if (again.Length == 0 || run.Stop.IsRequested)
            return failures;
        var delay = run.Settings.SecondRoundDelay;
        await run.Observer.VerboseAsync(SyncStrings.FormatSecondRound(again.Length, delay.TotalSeconds), cancellationToken);
        await Task.Delay(delay, run.Clock.Time, cancellationToken);
        run.Times.Waited(delay);
        var second = await RoundAsync(again.ToAsyncEnumerable(), cancellationToken);
        return second.Left(failures);
    }

    // The store is never kept waiting by the service: what is gathered is written when its time is over, too.
    async Task WriteAsync(CancellationTokenSource both, CancellationToken cancellationToken)
    {
        var reader = _fetched.Reader;
        try
        {
            while (await WaitAsync(reader, cancellationToken))
            {
                while (reader.TryRead(out var answer))
                {
                    _room.Give(sizeOf(answer));
                    await writer.AddAsync(answer, cancellationToken);
                }
                if (writer.Left <= TimeSpan.Zero)
                    await writer.FlushAsync(isLast: false, cancellationToken);
            }
            await writer.FlushAsync(isLast: true, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Stopped by the user: what was fetched is kept, within the time that is left for leaving.
            while (reader.TryRead(out var answer))
                writer.Keep(answer);
            using var grace = new CancellationTokenSource(RunContext.StopGrace, run.Clock.Time);
            await writer.FlushAsync(isLast: true, grace.Token);
            throw;
        }
        catch
        {
            await both.CancelAsync();
            throw;
        }
    }

    // True where there is an answer to read or something gathered has waited long enough; false after the last answer.
    async Task<bool> WaitAsync(ChannelReader<TAnswer> reader, CancellationToken cancellationToken)
    {
        var waiting = reader.WaitToReadAsync(cancellationToken).AsTask();
        if (writer.Left is { } left && !waiting.IsCompleted)
        {
            if (left > TimeSpan.Zero)
                await Task.WhenAny(waiting, Task.Delay(left, run.Clock.Time, cancellationToken));
            if (!waiting.IsCompleted)
                return true;
        }
        return await waiting;
    }
}

/// <summary>So much room. Who takes more than is left gets it, and waits before he takes again.</summary>
sealed class Room(int size)
{
    readonly Lock _gate = new();
    TaskCompletionSource _free = Free();
    int _taken;

    public void Take(int part)
    {
        lock (_gate)
        {
            _taken += part;
            if (_taken > size && _free.Task.IsCompleted)
                _free = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    public void Give(int part)
    {
        lock (_gate)
        {
            _taken -= part;
            if (_taken <= size)
                _free.TrySetResult();
        }
    }

    /// <summary>Waits until no more is taken than there is.</summary>
    public Task WaitAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
            return _free.Task.WaitAsync(cancellationToken);
    }

    static TaskCompletionSource Free()
    {
        var free = new TaskCompletionSource();
        free.SetResult();
        return free;
    }
}
