using Xunit;

namespace StockSync.Module.Tests;

public sealed class HostExitCodeTests : IDisposable
{
    readonly ScriptFolder _scripts = new();

    [Theory]
    [InlineData("'done'", 0)]
    [InlineData("exit 7", 7)]
    [InlineData("function f { exit 5 }; f; 'not reached'", 5)]
    [InlineData("throw 'boom'", 1)]
    [InlineData("$ErrorActionPreference = 'Stop'; Write-Error bad; exit 9", 1)]
    [InlineData("Write-Error bad", 0)]
    [InlineData("function broken( {", 1)]
    [InlineData("try { exit 4 } finally { 'cleaned' }", 4)]
    public async Task A_script_file_ends_with_the_code_that_pwsh_gives(string script, int expected)
    {
        var run = await HostProgram.RunAsync("-NoProfile", "-File", _scripts.Add("test.ps1", script));

        Assert.Equal(expected, run.ExitCode);
    }

    [Theory]
    [InlineData("1", 0)]
    [InlineData("exit 9", 9)]
    [InlineData("Write-Error bad", 1)]
    [InlineData("Write-Error bad; 1", 0)]
    [InlineData("throw 'boom'", 1)]
    [InlineData("Get-NoSuchCommand", 1)]
    [InlineData("dotnet no-such-command; 'but this works'", 0)]
    public async Task A_command_fails_when_its_last_statement_does(string command, int expected)
    {
        var run = await HostProgram.RunAsync("-Command", command);

        Assert.Equal(expected, run.ExitCode);
    }

    [Fact]
    public async Task The_code_of_a_native_program_is_not_the_code_of_the_script()
    {
        var script = _scripts.Add("native.ps1", "dotnet no-such-command *> $null; \"native $($LASTEXITCODE -ne 0)\"");

        var run = await HostProgram.RunAsync("-File", script);

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(["native True"], run.Lines);
    }

    [Theory]
    [InlineData("-NoSuchSwitch")]
    [InlineData("-File", "no-such-script.ps1")]
    [InlineData("-File", "not-a-script.txt")]
    [InlineData("-Command")]
    [InlineData("-EncodedCommand", "not base64")]
    public async Task A_wrong_command_line_is_refused_with_64(params string[] arguments)
    {
        var run = await HostProgram.RunAsync(arguments);

        Assert.Equal(64, run.ExitCode);
        Assert.NotEmpty(run.Errors);
        Assert.Empty(run.Output);
    }

    public void Dispose() => _scripts.Dispose();
}
