using Microsoft.Extensions.Time.Testing;
using StockSync.Engine.Sources.Baostock;
using StockSync.Engine.Sources.Baostock.Protocol;
using StockSync.Engine.Sources.Contract;

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

    /// <summary>A bar of sz.002001 as the service writes it.</summary>
    public static string Row(DateOnly date, string code = "sz.002001") =>
        $"""["{date:yyyy-MM-dd}","{code}","56.4400","57.0100","55.3900","56.1000","56.5100","10614743","596194731.8300","3","1.366200","1","-0.725500","","","","","0"]""";
}
