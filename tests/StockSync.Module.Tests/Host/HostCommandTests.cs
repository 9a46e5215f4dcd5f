using Xunit;

namespace StockSync.Module.Tests;

/// <summary>The subset of pwsh's utility cmdlets; what is expected is what pwsh prints.</summary>
public sealed class HostCommandTests : IDisposable
{
    readonly ScriptFolder _folder = new();

    /// <summary>Each line's expected lines are parted by a comma.</summary>
    public static TheoryData<string, string> Commands { get; } = new()
    {
        { "1..9 | Select-Object -First 2", "1,2" },
        { "1..9 | Select-Object -Skip 1 -First 2", "2,3" },
        { "1..9 | Select-Object -Last 2", "8,9" },
        { "1..9 | Select-Object -Skip 1 -Last 2", "7,8" },
        { "& { 1; 2; throw 'upstream is not stopped' } | Select-Object -First 2", "1,2" },
        { "'ab', 'c' | Select-Object -ExpandProperty Length", "2,1" },
        { "('ab' | Select-Object Length, @{ n = 'Twice'; e = { $_ * 2 } }).Twice", "abab" },
        { "('ab' | Select-Object -Property L*).Length", "2" },
        { "3, 1, 2 | Sort-Object", "1,2,3" },
        { "3, 1, 2 | Sort-Object -Descending", "3,2,1" },
        { "'bb', 'a', 'cc' | Sort-Object Length, { $_ } -Descending", "cc,bb,a" },
        { "'b', 'A', 'B', 'a' | Sort-Object -Unique", "A,b" },
        { "(1..4 | Measure-Object).Count", "4" },
        {
            "1..4 | Measure-Object -Sum -Average -Minimum -Maximum | ForEach-Object { $_.Sum, $_.Average, $_.Minimum, $_.Maximum }",
            "10,2.5,1,4"
        },
        { "('ab', 'c' | Measure-Object Length -Sum).Sum", "3" },
        { "'b', 'a', 'B' | Group-Object | ForEach-Object { \"$($_.Name)$($_.Count)\" }", "a1,b2" },
        { "('ab', 'cd', 'e' | Group-Object Length)[1].Group", "ab,cd" },
        { "Write-Output 1, 2", "1,2" },
        { "(1, 2 | Out-String -Stream).Count", "2" },
        { "Write-Host a, b -Separator +", "a+b" },
        { "(Write-Host captured 6>&1).ToString() + '!'", "captured!" },
        { "Write-Verbose shown -Verbose", "VERBOSE: shown" },
    };

    public static TheoryData<string, string> Json { get; } = new()
    {
        {
            "[pscustomobject] @{ a = 1; b = '平安'; c = $null; d = 1.5; e = $true } | ConvertTo-Json -Compress",
            """{"a":1,"b":"平安","c":null,"d":1.5,"e":true}"""
        },
        { "@{ list = 1, 2 } | ConvertTo-Json -Compress", """{"list":[1,2]}""" },
        { "1, 'x' | ConvertTo-Json -Compress", """[1,"x"]""" },
        { "1 | ConvertTo-Json -Compress -AsArray", "[1]" },
        { "[datetime] '2024-01-02' | ConvertTo-Json", "\"2024-01-02T00:00:00\"" },
        { "[DayOfWeek]::Monday | ConvertTo-Json", "1" },
        { "[DayOfWeek]::Monday | ConvertTo-Json -EnumsAsStrings", "\"Monday\"" },
        { "('{\"a\":{\"b\":[1,2]}}' | ConvertFrom-Json).a.b[1]", "2" },
        { "'[1,2]' | ConvertFrom-Json | ConvertTo-Json -Compress", "[1,2]" },
        { "('{\"d\":\"2024-01-02T00:00:00\"}' | ConvertFrom-Json).d.GetType().Name", "DateTime" },
        { "('{\"d\":\"2024-01-02\"}' | ConvertFrom-Json).d.GetType().Name", "String" },
    };

    static readonly HostAnswers s_answers = new(() => [.. Commands.Concat(Json).Select(row => (string)row[0])]);

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task A_command_gives_what_pwsh_gives(string command, string expected) =>
        Assert.Equal(expected.Split(','), await s_answers.OfAsync(command));

    [Theory]
    [MemberData(nameof(Json))]
    public async Task Json_is_what_pwsh_makes_of_it(string command, string expected) =>
        Assert.Equal([expected], await s_answers.OfAsync(command));

    [Fact]
    public async Task Csv_goes_through_a_file_and_back()
    {
        var script = _folder.Add("test.ps1", """
            param($Path)
            $rows = [pscustomobject] @{ Code = '000001'; Name = "a,`"b`"`nc"; Close = 1.5; None = $null }, [pscustomobject] @{ Code = '600000'; Name = '浦发'; Close = 7; None = 'x' }
            $rows[0] | Export-Csv $Path
            $rows[1] | Export-Csv $Path -Append
            $back = @(Import-Csv $Path)
            "$($back.Count) $($back[0].Code) $($back[0].Name -eq $rows[0].Name) $($back[0].Close) <$($back[0].None)> $($back[1].Name)"
            ($rows[1] | ConvertTo-Csv) -join ' '
            ('a;b', '1;2' | ConvertFrom-Csv -Delimiter ';').b
            """);

        var run = await HostProgram.RunAsync("-File", script, _folder.PathOf("rows.csv"));

        Assert.Equal("", run.Errors);
        Assert.Equal(
            ["2 000001 True 1.5 <> 浦发", "\"Code\",\"Name\",\"Close\",\"None\" \"600000\",\"浦发\",\"7\",\"x\"", "2"], run.Lines);
    }

    [Fact]
    public async Task Csv_rows_bind_to_parameters_by_property_name()
    {
        var script = _folder.Add("test.ps1", """
            function Get-Bound { param([Parameter(ValueFromPipelineByPropertyName)] [string] $Code, [Parameter(ValueFromPipelineByPropertyName)] [datetime] $Date)
                process { "$Code $($Date.Day)" } }
            'Code,Date', '600000,2024-01-02' | ConvertFrom-Csv | Get-Bound
            """);

        Assert.Equal(["600000 2"], (await HostProgram.RunAsync("-File", script)).Lines);
    }

    [Fact]
    public async Task Tables_and_lists_are_the_engines_own()
    {
        const string Row = "[pscustomobject] @{ Code = '600000'; Close = 7.5 }";

        Assert.Equal(["Code   Close", "----   -----", "600000  7.50"], (await HostProgram.RunAsync(
            "-Command", Row + " | Format-Table Code, @{ n = 'Close'; e = 'Close'; f = '0.00'; width = 5 }")).Lines);
        Assert.Equal(["Code  : 600000", "Close : 7.5"], (await HostProgram.RunAsync("-Command", Row + " | Format-List")).Lines);
    }

    [Fact]
    public async Task Output_goes_into_a_file_without_escape_sequences()
    {
        var path = _folder.PathOf("out.txt");

        var run = await HostProgram.RunAsync("-Command", $"[pscustomobject] @{{ Name = '平安' }} > '{path}'; 'more' >> '{path}'");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(["Name", "----", "平安", "more"], (await File.ReadAllLinesAsync(path)).Select(line => line.Trim()).Where(line => line != ""));
    }

    public void Dispose() => _folder.Dispose();
}
