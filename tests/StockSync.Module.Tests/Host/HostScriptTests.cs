using System.Text;
using Xunit;

namespace StockSync.Module.Tests;

public sealed class HostScriptTests : IDisposable
{
    readonly ScriptFolder _scripts = new();

    [Fact]
    public async Task A_script_gets_named_parameters_switches_and_positional_words()
    {
        var script = _scripts.Add("test.ps1", """
            param([string] $Task, [switch] $Loud, [switch] $Quiet, [int] $Count, [Parameter(Position = 0)] [string] $First)
            "$Task $Loud $Quiet $($Count + 1) $First"
            """);

        var run = await HostProgram.RunAsync("-File", script, "-Task", "Demo", "-Loud", "-Quiet:$false", "-Count:41", "-5");

        Assert.Equal(["Demo True False 42 -5"], run.Lines);
    }

    [Fact]
    public async Task An_unknown_parameter_of_a_script_is_an_error()
    {
        var script = _scripts.Add("test.ps1", "[CmdletBinding()] param($Known) 'ran'");

        var run = await HostProgram.RunAsync("-File", script, "-Unknown", "1");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("'Unknown'", run.Errors, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    [Fact]
    public async Task A_script_knows_its_own_path()
    {
        var script = _scripts.Add("test.ps1", "$PSScriptRoot; $PSCommandPath");

        var run = await HostProgram.RunAsync(script);

        Assert.Equal([Path.GetDirectoryName(script)!, script], run.Lines);
    }

    [Fact]
    public async Task Commands_come_from_words_from_base64_and_from_standard_input()
    {
        var encoded = Convert.ToBase64String(Encoding.Unicode.GetBytes("'平安' + '银行'"));

        Assert.Equal(["3"], (await HostProgram.RunAsync("-NoLogo", "-NonInteractive", "-Command", "1", "+", "2")).Lines);
        Assert.Equal(["平安银行"], (await HostProgram.RunAsync("-EncodedCommand", encoded)).Lines);
        Assert.Equal(["浦发"], (await HostProgram.RunWithInputAsync("'浦发'", "-Command", "-")).Lines);
    }

    [Fact]
    public async Task Errors_go_to_standard_error_with_their_position()
    {
        var script = _scripts.Add("test.ps1", "'before'\nWrite-Error 'first'\nthrow 'second'");

        var run = await HostProgram.RunAsync("-File", script);

        Assert.Equal(["before"], run.Lines);
        Assert.Contains("first", run.Errors, StringComparison.Ordinal);
        Assert.Contains("second", run.Errors, StringComparison.Ordinal);
        Assert.Contains("test.ps1:3", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Redirected_output_has_no_escape_sequences_and_no_progress()
    {
        var script = _scripts.Add("test.ps1", """
            [pscustomobject] @{ Code = '600000'; Name = '浦发银行' } | Format-Table
            Write-Host coloured -ForegroundColor Red
            Write-Warning careful
            "$($PSStyle.Foreground.Red)red$($PSStyle.Reset)"
            function Show-Progress { [CmdletBinding()] param() $PSCmdlet.WriteProgress([Management.Automation.ProgressRecord]::new(1, 'busy', 'half')) }
            Show-Progress
            Write-Error bad
            """);

        var run = await HostProgram.RunAsync("-File", script);

        Assert.DoesNotContain('\e', run.Output + run.Errors);
        Assert.DoesNotContain("busy", run.Output + run.Errors, StringComparison.Ordinal);
        Assert.Contains("浦发银行", run.Output, StringComparison.Ordinal);
        Assert.Contains("WARNING: careful", run.Lines);
        Assert.Contains("red", run.Lines);
    }

    [Theory]
    [InlineData("exit 3")]
    [InlineData("throw 'boom'")]
    public async Task A_table_is_shown_whole_when_the_script_ends_early(string end)
    {
        var run = await HostProgram.RunAsync("-Command", "[pscustomobject] @{ Code = '600000'; Close = 7.5 }; " + end);

        Assert.Contains(run.Lines, line => line.StartsWith("600000", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_question_is_an_error_when_nobody_is_there()
    {
        var run = await HostProgram.RunAsync("-NonInteractive", "-Command", "function f { param([Parameter(Mandatory)] $x) $x }; f");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("mandatory", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_question_is_answered_from_standard_input()
    {
        var run = await HostProgram.RunWithInputAsync("abc\n", "-Command", "function f { param([Parameter(Mandatory)] $x) \"<$x>\" }; f");

        Assert.Contains("<abc>", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_host_says_what_it_is()
    {
        Assert.Equal(["StockSync.Host", "utf-8"], (await HostProgram.RunAsync("$Host.Name; [Console]::OutputEncoding.WebName")).Lines);
        Assert.Contains("PowerShell engine 7.6", (await HostProgram.RunAsync("-Version")).Output, StringComparison.Ordinal);
        Assert.Contains("-EncodedCommand", (await HostProgram.RunAsync("-Help")).Output, StringComparison.Ordinal);
    }

    public void Dispose() => _scripts.Dispose();
}
