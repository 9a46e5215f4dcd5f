using StockSync.Benchmarks;
using StockSync.Benchmarks.Children;

try
{
    return args is ["child", .. var words] ? await Child.RunAsync(words) : await BenchProgram.RunAsync(args);
}
catch (Exception bad) when (bad is FormatException or FileNotFoundException)
{
    Console.Error.WriteLine(bad.Message);
    return 2;
}
