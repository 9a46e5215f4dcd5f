using System.Diagnostics;
using System.Globalization;
using StockSync.Benchmarks.History;
using StockSync.Engine;

namespace StockSync.Benchmarks.Children;

/// <summary>A long backfill in a process of its own that says how it goes: a line for each tenth of its rows.</summary>
static class HistoryChild
{
    public static async Task RunAsync(DateOnly from, DateOnly to, RequestShape shape, long rows)
    {
        long start = Stopwatch.GetTimestamp();
        var observer = new HistoryObserver(rows, start);
        await using (var engine = EngineFactory.Create(BackfillChild.Settings()))
        {
            var request = new SyncRequest { Kind = SyncKind.Backfill, From = from, To = to, Shape = shape };
            await engine.RunAsync(request, observer, default);
        }
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        Print($"{HistoryResult.RatesOfTenths} {string.Join(' ', observer.Rates.Select(r => $"{r:0}"))}");
        Print($"{HistoryResult.End} {observer.Rows} {seconds:0.000} {observer.LastRow:0.000} {observer.Waiting}");
        BackfillChild.PrintPeak();
    }

    static void Print(FormattableString line) => Console.Out.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    sealed class HistoryObserver(long rows, long start) : ISyncObserver
    {
        readonly Tenths _tenths = new(rows);
        int _done;

        public IReadOnlyList<double> Rates => _tenths.Rates;

        /// <summary>Rows that were written, some of them twice.</summary>
        public long Rows { get; private set; }

        /// <summary>When as many rows were written as there are; what comes after it is settling, and asking again about gaps.</summary>
        public double LastRow { get; private set; }

        /// <summary>Days with stocks that have a gap: the service has to say so on another day once more.</summary>
        public int Waiting { get; private set; }

        public ValueTask StartedAsync(SyncRun run, CancellationToken cancellationToken)
        {
            _tenths.Look(0, Stopwatch.GetElapsedTime(start).TotalSeconds);
            return default;
        }

        public ValueTask ProgressAsync(SyncProgress progress, CancellationToken cancellationToken)
        {
            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            Rows = progress.Rows;
            if (Rows >= rows && LastRow == 0)
                LastRow = seconds;
            for (int ended = _tenths.Look(Rows, seconds); ended > 0; ended--)
            {
                using var self = Process.GetCurrentProcess();
                Print($"{HistoryResult.Tenth} {++_done} {Rows} {seconds:0.000} {self.WorkingSet64} {GC.GetTotalMemory(false)}");
            }
            return default;
        }

        public ValueTask DayAsync(SyncDay day, CancellationToken cancellationToken)
        {
            if (day.IsWaiting)
                Waiting++;
            else if (day.Status is not (SyncDayStatus.Completed or SyncDayStatus.Skipped))
                throw new InvalidOperationException($"{day}: {day.Reason}");
            return default;
        }

        public ValueTask VerboseAsync(string text, CancellationToken cancellationToken) => default;

        public ValueTask WarningAsync(string text, CancellationToken cancellationToken) => default;

        public ValueTask ErrorAsync(StockSyncException error, CancellationToken cancellationToken) => throw error;
    }
}
