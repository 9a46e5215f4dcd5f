using System.Globalization;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using StockSync.MarketServer;

try
{
    var line = CommandLine.Parse(args);
    if (line.WantsHelp)
    {
        Console.Out.WriteLine(CommandLine.Help);
        return 0;
    }
    await RunAsync(line);
    return 0;
}
catch (Exception bad) when (bad is FormatException or ArgumentException or IOException or InvalidDataException or UnauthorizedAccessException or SocketException)
{
    Console.Error.WriteLine(bad.Message);
    return 2;
}

static async Task RunAsync(CommandLine line)
{
    var stop = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
    using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
    await using var service = await MarketService.StartAsync(line.OpenMarket(), line.MakeOptions());
    line.Faults.ForEach(fault => service.Faults.Add(fault));
    line.Views.ForEach(view => service.Views.Add(view));
    var port = service.Endpoint.Port.ToString(CultureInfo.InvariantCulture);
    if (line.PortFile is { } path)
        await WriteAtOnceAsync(path, port);
    Console.Out.WriteLine($"listening on 127.0.0.1:{port}");
    await Console.Out.FlushAsync();
    if (line.StopsWithStdin)
        _ = TakeOrdersAsync(new ServiceOrders(service)).ContinueWith(_ => stop.TrySetResult(), TaskScheduler.Default);
    await stop.Task;

    void Stop(PosixSignalContext context)
    {
        // the default would end the process before the log is closed
        context.Cancel = true;
        stop.TrySetResult();
    }
}

static async Task TakeOrdersAsync(ServiceOrders orders)
{
    // not Console.In, whose asynchronous reading is none
    using var input = new StreamReader(Console.OpenStandardInput(), Console.InputEncoding);
    while (await input.ReadLineAsync() is { } order)
    {
        Console.Out.WriteLine(orders.Take(order));
        await Console.Out.FlushAsync();
    }
}

// Whoever waits for the file must not read half of it.
static async Task WriteAtOnceAsync(string path, string text)
{
    var draft = path + ".new";
    await File.WriteAllTextAsync(draft, text);
    File.Move(draft, path, overwrite: true);
}
