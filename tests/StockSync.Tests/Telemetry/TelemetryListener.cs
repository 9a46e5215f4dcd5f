using System.Diagnostics;
using System.Diagnostics.Metrics;
using StockSync.Engine.Telemetry;

namespace StockSync.Tests.Telemetry;

/// <summary>Keeps what was measured and traced below the test that made it; what tests beside it do is none of its business.</summary>
sealed class TelemetryListener : IDisposable
{
    readonly Activity _root = new Activity("test").SetIdFormat(ActivityIdFormat.W3C).Start();
    readonly List<(string Name, double Value, string Tags)> _measured = [];
    readonly List<Activity> _activities = [];
    readonly List<Instrument> _instruments = [];
    readonly MeterListener _meters = new();
    readonly ActivityListener _traces;

    public TelemetryListener()
    {
        // The instruments are made with the class.
        _ = SyncTelemetry.Rows.Name;
        _traces = new ActivityListener
        {
            ShouldListenTo = source => source.Name == SyncTelemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> options) =>
                options.Parent.TraceId == _root.TraceId ? ActivitySamplingResult.AllDataAndRecorded : ActivitySamplingResult.None,
            ActivityStopped = activity =>
            {
                lock (_activities)
                    _activities.Add(activity);
            },
        };
        ActivitySource.AddActivityListener(_traces);
        _meters.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name != SyncTelemetry.Name)
                return;
            _instruments.Add(instrument);
            listener.EnableMeasurementEvents(instrument);
        };
        _meters.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Measured(instrument, value, tags));
        _meters.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Measured(instrument, value, tags));
        _meters.Start();
    }

    public IReadOnlyList<Instrument> Instruments => _instruments;

    public IReadOnlyList<(string Name, double Value, string Tags)> Of(string name)
    {
        lock (_measured)
            return [.. _measured.Where(m => m.Name == name)];
    }

    public double Sum(string name, string? tags = null) => Of(name).Where(m => tags is null || m.Tags == tags).Sum(m => m.Value);

    public IReadOnlyList<Activity> Activities(string name)
    {
        lock (_activities)
            return [.. _activities.Where(a => a.OperationName == name && a.TraceId == _root.TraceId)];
    }

    public void Dispose()
    {
        _meters.Dispose();
        _traces.Dispose();
        _root.Dispose();
    }

    // Measured on the thread and in the flow of whoever measures.
    void Measured(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (Activity.Current?.TraceId != _root.TraceId)
            return;
        string text = string.Join(' ', tags.ToArray().Select(t => $"{t.Key}={t.Value}").Order(StringComparer.Ordinal));
        lock (_measured)
            _measured.Add((instrument.Name, value, text));
    }
}
