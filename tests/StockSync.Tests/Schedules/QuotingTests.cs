using System.Diagnostics;
using StockSync.Engine.Operations.Schedules.Cron;
using StockSync.Engine.Operations.Schedules.Windows;
using StockSync.Tests.Fakes;
using Xunit;

namespace StockSync.Tests.Schedules;

/// <summary>What a program gets of a line is what was meant, whatever stands in it.</summary>
public sealed class QuotingTests
{
    public static TheoryData<string> Words =>
    [
        SampleSpec.Hostile, "%", "%%", @"\%", @"\\%", @"\\\%", "a%b%c", "'", "''", @"'\''",
        "$(id)", "`id`", "\"", "!x", "~", "#", "a  b", "*", "中文 😀",
        "-e", "\\n", "\\", "a;b", "&", "", "日报%F",
    ];

    [Theory]
    [MemberData(nameof(Words))]
    public async Task Through_cron_and_the_shell(string word)
    {
        if (!OperatingSystem.IsLinux())
            return;
        var spec = SampleSpec.Create(program: "/usr/bin/printf") with
        {
            Arguments = ["%s|"],
            Command = word,
            Environment = new Dictionary<string, string> { ["X"] = word },
        };
        string line = CronTable.Jobs(CrontabBlock.Write(spec, HostZones.Clock("Etc/UTC"))).Single().Split(' ', 6)[^1];
        var start = new ProcessStartInfo("/bin/sh", ["-c", AsCronReadsIt(line)]);
        Assert.Equal($"-Command|{word}|", await Programs.RunAsync(start));
    }

    // do_command.c: a backslash makes the next character an ordinary one, and stays, but before a percent sign.
    static string AsCronReadsIt(string line)
    {
        var text = new System.Text.StringBuilder();
        bool isEscaped = false;
        foreach (char c in line)
        {
            if (isEscaped && c == '%')
                text.Length--;
            else if (c == '%')
                return text.ToString();
            isEscaped = !isEscaped && c == '\\';
            text.Append(c);
        }
        return text.ToString();
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData(@"C:\Program Files\x", @"""C:\Program Files\x""")]
    [InlineData(@"a ""b"" c", @"""a \""b\"" c""")]
    [InlineData(@"a b\", @"""a b\\""")]
    [InlineData(@"a \""b", @"""a \\\""b""")]
    [InlineData("", "\"\"")]
    public void Through_the_command_line_of_Windows(string word, string quoted) => Assert.Equal(quoted, WindowsArgument.Quote(word));

    [Theory]
    [InlineData(@"C:\%USERNAME%\pwsh.exe")]
    [InlineData(@"C:\$(Arg0)\pwsh.exe")]
    public void What_Task_Scheduler_would_replace_is_refused(string program)
    {
        var error = Assert.Throws<StockSyncException>(() => TaskXml.Write(SampleSpec.Create(program: program), "li"));
        Assert.Equal(ErrorIds.ScheduleInvalid, error.ErrorId);
    }
}
