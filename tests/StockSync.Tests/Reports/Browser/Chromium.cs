using System.Diagnostics;
using System.Text.Json;
using StockSync.Tests.Fakes;
using Xunit;

namespace StockSync.Tests.Reports.Browser;

/// <summary>A headless Chromium with one page, started when it is first asked for. Nothing of it outlives the tests.</summary>
#pragma warning disable CA1001 // xunit disposes of it, as IAsyncLifetime has it
public sealed class Chromium : IAsyncLifetime
#pragma warning restore CA1001
{
    const string Announcement = "DevTools listening on ";

    // The shell ends it as soon as its own standard input does: with this process, whatever becomes of it.
    const string Script = """
        trap '' INT HUP; profile=$1; shift
        "$@" </dev/null & browser=$!
        cat
        kill $browser; wait $browser; rm -rf "$profile"
        """;

    // A browser that is stuck must not hold up the whole suite.
    readonly CancellationTokenSource _patience = new();
    Process? _process;
    Task<DevTools>? _started;
    DevTools? _tools;
    string? _session;

    /// <summary>Opens a page in a window of a width and a theme, and tells what came of it.</summary>
    internal async Task<OpenedPage> OpenAsync(string path, int width, string theme)
    {
        _patience.CancelAfter(TimeSpan.FromSeconds(60));
        // A start that failed is not tried again: each test says so at once.
        _tools = await (_started ??= StartAsync());
        await SendAsync("Emulation.setDeviceMetricsOverride", new { width, height = 900, deviceScaleFactor = 1, mobile = false });
        await SendAsync("Emulation.setEmulatedMedia", new { features = new[] { new { name = "prefers-color-scheme", value = theme } } });
        _tools.Events.Clear();
        await SendAsync("Page.navigate", new { url = new Uri(path).AbsoluteUri });
        await _tools.WaitAsync("Page.loadEventFired", _patience.Token);
        var measured = await EvaluateAsync(OpenedPage.Measure);
        return new OpenedPage([.. _tools.Events], measured);
    }

    /// <summary>The whole page that was opened last, PNG.</summary>
    internal async Task<byte[]> PhotographAsync(int width, int height)
    {
        var answer = await SendAsync(
            "Page.captureScreenshot", new { captureBeyondViewport = true, clip = new { x = 0, y = 0, width, height, scale = 1 } });
        return answer.GetProperty("data").GetBytesFromBase64();
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        _tools?.Dispose();
        if (_process is not null)
        {
            _process.StandardInput.Close();
            await _process.WaitForExitAsync();
            _process.Dispose();
        }
        _patience.Dispose();
    }

    async Task<DevTools> StartAsync()
    {
        string profile = Directory.CreateTempSubdirectory("stocksync-browser-").FullName;
        var start = new ProcessStartInfo(
            "sh",
            [
                "-c", Script, "browser", profile, PostgresPrograms.Locate("chromium"), "--headless",
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-dev-shm-usage", "--no-first-run",
                "--disable-background-networking", "--disable-component-update", "--disable-sync", "--hide-scrollbars",
                "--remote-debugging-port=0", $"--user-data-dir={profile}", "about:blank",
            ])
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        // Caches and settings beside the profile, not in somebody's home.
        start.Environment["HOME"] = start.Environment["XDG_CONFIG_HOME"] = start.Environment["XDG_CACHE_HOME"] = profile;
        _process = Process.Start(start)!;
        string line;
        do
        {
            line = await _process.StandardError.ReadLineAsync(_patience.Token)
                ?? throw new InvalidOperationException("Chromium ended before it listened.");
        }
        while (!line.StartsWith(Announcement, StringComparison.Ordinal));
        // Nobody needs what it says later; a full pipe would stop it.
        _ = _process.StandardError.BaseStream.CopyToAsync(Stream.Null, _patience.Token);
        _ = _process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, _patience.Token);

        var tools = await DevTools.ConnectAsync(new Uri(line[Announcement.Length..]), _patience.Token);
        var target = await tools.SendAsync("Target.createTarget", new { url = "about:blank" }, null, _patience.Token);
        var attached = await tools.SendAsync(
            "Target.attachToTarget", new { targetId = target.GetProperty("targetId").GetString(), flatten = true }, null, _patience.Token);
        _session = attached.GetProperty("sessionId").GetString();
        foreach (string domain in (string[])["Page", "Network", "Log", "Runtime"])
            await tools.SendAsync($"{domain}.enable", new { }, _session, _patience.Token);
        return tools;
    }

    async Task<JsonElement> EvaluateAsync(string script)
    {
        var answer = await SendAsync("Runtime.evaluate", new { expression = script, returnByValue = true });
        return answer.TryGetProperty("exceptionDetails", out var fault)
            ? throw new InvalidOperationException(fault.ToString())
            : answer.GetProperty("result").GetProperty("value");
    }

    Task<JsonElement> SendAsync(string method, object parameters) => _tools!.SendAsync(method, parameters, _session, _patience.Token);
}
