using Microsoft.Extensions.Time.Testing;
using StockSync.Engine.Sources.Baostock;

namespace StockSync.Tests.Sources;

/// <summary>A source on a scripted connection and a fake clock. Logins and logouts are answered; the rest is the script's.</summary>
sealed class SessionRig
{
    public static readonly DateOnly Day = new(2026, 11, 20);

    public SessionRig(Func<byte[], byte[]?> script, SyncSettings? settings = null)
    {
        Connection = new ScriptedConnection(request => ServiceFrame.Split(request).Type switch
        {
            MessageType.Login when AnswerLogin => ServiceFrame.Answer(request, "", ""),
            MessageType.Logout when AnswerLogout => ServiceFrame.Answer(request, "", ""),
            _ => script(request),
        });
        Connector = new ScriptedConnector(Connection);
        Source = new BaostockSource(settings ?? new SyncSettings(), Gate, Time, Connector);
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 22, 12, 26, 3, TimeSpan.Zero));

    public RecordingGate Gate { get; } = new();

    public ScriptedConnection Connection { get; }

    public ScriptedConnector Connector { get; }

    public BaostockSource Source { get; }

    public bool AnswerLogin { get; set; } = true;

    public bool AnswerLogout { get; set; } = true;

    public Task<IBarSession> OpenAsync() => Source.OpenAsync(default);
}
