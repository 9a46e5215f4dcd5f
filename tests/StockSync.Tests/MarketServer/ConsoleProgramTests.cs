using System.Diagnostics;
using System.Globalization;
using System.Net;
using StockSync.MarketServer;
using Xunit;

namespace StockSync.Tests.MarketServer;

/// <summary>The program as other processes see it: its lines, its files, its exit codes.</summary>
public sealed class ConsoleProgramTests : IDisposable
{
    static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);
    static readonly string[] s_small = ["--stocks", "5", "--from", "2024-01-02", "--to", "2024-01-31"];

    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("market");

    [Fact]
    public async Task It_says_where_it_listens_and_stops_with_its_input()
    {
        var (portFile, log) = (Path.Combine(_folder.FullName, "port"), Path.Combine(_folder.FullName, "log"));
        using var program = Start([.. s_small, "--stop-with-stdin", "--port-file", portFile, "--log", log, "--fault", "33 error 10005001"]);

        var line = await program.StandardOutput.ReadLineAsync().WaitAsync(s_patience);
        var port = int.Parse(await File.ReadAllTextAsync(portFile), CultureInfo.InvariantCulture);
        using (var client = await WireClient.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port)))
        {
            await client.AskAsync("00", "login", "anonymous", "123456", "0");
            Assert.Equal("10005001", (await client.TradeDatesAsync("2024-01-02", "2024-01-03")).Code);
        }
        program.StandardInput.Close();
        await program.WaitForExitAsync().WaitAsync(s_patience);

        Assert.Equal($"listening on 127.0.0.1:{port}", line);
        Assert.Equal(0, program.ExitCode);
        Assert.Equal(2, (await File.ReadAllLinesAsync(log)).Length);
    }

    [Fact]
    public async Task It_takes_orders_while_it_runs()
    {
        using var program = Start([.. s_small, "--stop-with-stdin", "--view", "bars 2024-01-02 share 0"]);
        var line = (await program.StandardOutput.ReadLineAsync().WaitAsync(s_patience))!;
        using var client = await WireClient.ConnectAsync(IPEndPoint.Parse(line["listening on ".Length..]));
        await client.AskAsync("00", "login", "anonymous", "123456", "0");
        Assert.Empty((await client.MarketDayAsync("2024-01-02")).Rows);

        Assert.Equal("ok", await OrderAsync(program, "clear"));
        Assert.NotEmpty((await client.MarketDayAsync("2024-01-02")).Rows);
        Assert.Equal("ok", await OrderAsync(program, "view bars 2024-01-02 without sh.600000"));
        Assert.DoesNotContain((await client.MarketDayAsync("2024-01-02")).Rows, row => row[1] == "sh.600000");
        Assert.Equal("ok", await OrderAsync(program, "published-until 2024-01-02"));
        Assert.Empty((await client.MarketDayAsync("2024-01-03")).Rows);
        Assert.Equal("ok", await OrderAsync(program, "fault 33 error 10005001"));
        Assert.Equal("10005001", (await client.TradeDatesAsync("2024-01-02", "2024-01-03")).Code);
        Assert.Equal("error: The view 'nothing' is not understood: there is no rule 'nothing'.", await OrderAsync(program, "view nothing"));
        Assert.Equal("ok", await OrderAsync(program, "published-until -"));
        Assert.NotEmpty((await client.MarketDayAsync("2024-01-03")).Rows);

        program.StandardInput.Close();
        await program.WaitForExitAsync().WaitAsync(s_patience);
        Assert.Equal(0, program.ExitCode);
    }

    [Theory]
    [InlineData("Unknown option '--nothing'", "--nothing")]
    [InlineData("One of --data and --stocks", "--port", "0")]
    [InlineData("--stocks needs --from and --to", "--stocks", "5")]
    [InlineData("--stocks needs a whole number", "--stocks", "many")]
    [InlineData("--growth needs even or recorded", "--growth", "fast")]
    [InlineData("there is no action 'explode'", "--stocks", "5", "--fault", "95 explode")]
    [InlineData("there is no rule 'explode'", "--stocks", "5", "--view", "explode")]
    [InlineData("/nowhere", "--data", "/nowhere")]
    public async Task A_wrong_option_is_one_clear_line_and_code_2(string message, params string[] arguments)
    {
        using var program = Start(arguments);
        program.StandardInput.Close();
        var error = await program.StandardError.ReadToEndAsync().WaitAsync(s_patience);
        await program.WaitForExitAsync().WaitAsync(s_patience);

        Assert.Equal(2, program.ExitCode);
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.Single(error.Trim().Split('\n'));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    static async Task<string?> OrderAsync(Process program, string order)
    {
        await program.StandardInput.WriteLineAsync(order);
        await program.StandardInput.FlushAsync();
        return await program.StandardOutput.ReadLineAsync().WaitAsync(s_patience);
    }

    static Process Start(IEnumerable<string> arguments) => Process.Start(new ProcessStartInfo(
        Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet",
        [typeof(MarketService).Assembly.Location, .. arguments])
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;
}
