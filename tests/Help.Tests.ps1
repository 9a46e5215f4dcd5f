BeforeDiscovery {
    $cmdlets = (Import-PowerShellDataFile "$PSScriptRoot/../StockSync.psd1").CmdletsToExport
    $cultures = 'en-US', 'zh-CN'
    $pages = foreach ($culture in $cultures) { foreach ($cmdlet in $cmdlets) { @{ Culture = $culture; Cmdlet = $cmdlet } } }
    $names = 'about_StockSync', 'about_StockSync_Configuration', 'about_StockSync_Errors', 'about_StockSync_Machines', 'about_StockSync_Operations'
    $topics = foreach ($culture in $cultures) { foreach ($name in $names) { @{ Culture = $culture; Topic = $name } } }
}

BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    Enter-Sandbox
    $staged = "$outFolder/StockSync"
    $common = [Management.Automation.PSCmdlet]::CommonParameters

    $pages = @{}
    foreach ($culture in 'en-US', 'zh-CN') { $pages[$culture] = ([xml] (Get-Content "$staged/$culture/StockSync.dll-Help.xml" -Raw)).helpItems.command }
    $known = @{}
    foreach ($one in Get-Command -Module StockSync) {
        $parameters = ($one.ResolvedCommand ?? $one).Parameters.Values
        $known[$one.Name] = @($parameters.Name) + @($parameters.Aliases)
    }

    function Get-TopicLine([string] $Culture, [string] $Topic) { Get-Content "$staged/$Culture/$Topic.help.txt" }

    # In a session of its own for each language: PowerShell keeps the pages that it has shown.
    $readers = @{}
    function Read-Help([string] $Culture, [string] $Name) {
        if (-not $readers[$Culture]) {
            $readers[$Culture] = [powershell]::Create()
            [void] $readers[$Culture].AddScript("Import-Module '$staged/StockSync.psd1'").Invoke()
        }
        $readers[$Culture].Commands.Clear()
        $readers[$Culture].AddScript({ param($culture, $name) [cultureinfo]::CurrentUICulture = $culture; Get-Help $name -Full }).
            AddArgument($Culture).AddArgument($Name).Invoke()
    }

    # The same words for a parameter of a cmdlet and for its page.
    function Get-Trait($Parameter) {
        $ways = @($Parameter.ValueFromPipelineByPropertyName ? 'ByPropertyName' : @()) + @($Parameter.ValueFromPipeline ? 'ByValue' : @())
        $wildcards = @($Parameter.Attributes | Where-Object { $_ -is [Management.Automation.SupportsWildcardsAttribute] }).Count -gt 0
        $source = $ways ? "True ($($ways -join ', '))" : 'False'
        $position = $Parameter.Position -ge 0 ? $Parameter.Position : 'named'
        $aliases = $Parameter.Aliases.Count ? $Parameter.Aliases -join ', ' : 'none'
        "-$($Parameter.Name) mandatory $($Parameter.IsMandatory), wildcards $wildcards, input $source, position $position, aliases $aliases"
    }

    function Get-PageTrait($Parameter) {
        "-$($Parameter.name) mandatory $($Parameter.required -eq 'true'), wildcards $($Parameter.globbing -eq 'true'), " +
        "input $($Parameter.pipelineInput), position $($Parameter.position), aliases $($Parameter.aliases)"
    }
}
AfterAll {
    foreach ($reader in $readers.Values) { $reader.Dispose() }
    Exit-Sandbox
}

Describe 'Help in <_>' -ForEach $cultures {
    BeforeAll { $culture = $_ }

    It 'has a page for every cmdlet and no other' {
        $pages[$culture].details.name | Sort-Object | Should -Be (Get-Command -Module StockSync -CommandType Cmdlet | Sort-Object Name).Name
    }

    It 'names only commands of the module that exist' {
        $pattern = '\b[A-Z][a-z]+-(Sync|Stock|FailedStock|TradingDay)[A-Za-z]*\b'
        $named = Get-ChildItem "$staged/$culture" | Get-Content -Raw | ForEach-Object { [regex]::Matches($_, $pattern).Value } | Select-Object -Unique
        $named.Count | Should -BeGreaterThan 20
        $named | Where-Object { -not $known[$_] } | Should -BeNullOrEmpty
    }

    It 'leads from the alias to the page of its cmdlet' {
        (Read-Help $culture Retry-FailedStock).Name | Should -Be 'Resume-FailedStock'
    }

    It 'has the topics and no other' -TestCases @{ Names = $names } {
        (Get-ChildItem "$staged/$culture" -Filter '*.help.txt').Name.Replace('.help.txt', '') | Sort-Object | Should -Be $Names
    }

    It 'has every setting with its variable and its default on the page of settings, and no other' {
        $lines = Get-TopicLine $culture about_StockSync_Configuration
        $rows = Get-SyncConfiguration
        $missing = foreach ($row in $rows) {
            $at = [array]::IndexOf($lines, "    $($row.Name)")
            if ($at -lt 0 -or $lines[$at + 1] -cne "        $($row.Variable)") { $row.Name }
            # Where the default file and folder lie depends on the user; the page explains it in words.
            elseif ($null -ne $row.Default -and $row.Name -notin 'Database', 'StateDirectory') {
                if (($lines[$at + 2] -split ': |：', 2)[1] -cne $row.Default) { "$($row.Name) is $($row.Default)" }
            }
        }
        $missing | Should -BeNullOrEmpty
        $variables = @($rows.Variable) + 'STOCKSYNC_CONFIG', 'STOCKSYNC_PROFILE'
        [regex]::Matches($lines -join "`n", 'STOCKSYNC_[A-Z]+(_[A-Z]+)*').Value | Sort-Object -Unique | Should -Be @($variables | Sort-Object)
    }

    It 'has every error id on the page of errors, and no other' {
        $lines = Get-TopicLine $culture about_StockSync_Errors
        $first = @($lines | Select-String -Pattern '^    SourceUnreachable$').LineNumber[0] - 1
        # What follows the last id are references.
        $named = $lines[$first..($lines.Count - 7)] -cmatch '^    [A-Z][A-Za-z]+$' | ForEach-Object Trim
        $ids = [StockSync.ErrorIds].GetFields('Public, Static') | ForEach-Object { $_.GetRawConstantValue() }
        $named | Sort-Object | Should -BeExactly @($ids | Sort-Object)
    }
}

Describe 'Help in both languages' {
    It 'has the same examples' {
        $english, $chinese = foreach ($culture in 'en-US', 'zh-CN') {
            , ($pages[$culture] | Sort-Object { $_.details.name } | ForEach-Object { "$($_.details.name): $($_.examples.example.code)" })
        }
        $chinese | Should -BeExactly $english
    }
}

Describe 'The page of <Cmdlet> in <Culture>' -ForEach $pages {
    BeforeAll {
        $page = $pages[$Culture] | Where-Object { $_.details.name -eq $Cmdlet }
        $command = Get-Command $Cmdlet
        $isChinese = $Culture -eq 'zh-CN'
    }

    It 'is shown by Get-Help to whoever speaks the language' {
        $help = Read-Help $Culture $Cmdlet
        # Without a help file the synopsis is the syntax.
        $help.PSObject.TypeNames[0] | Should -BeLike 'MamlCommandHelpInfo*'
        $help.Synopsis.Trim() | Should -Not -BeNullOrEmpty
        $help.Synopsis -match '\p{IsCJKUnifiedIdeographs}' | Should -Be $isChinese
        ($help.description | Out-String).Trim() | Should -Not -BeNullOrEmpty
        $help.examples.example.Count | Should -BeGreaterThan 1
    }

    It 'describes every parameter as it is, and no other' {
        # A parameter is described once, whatever sets it belongs to.
        $real = $command.ParameterSets.Parameters | Where-Object Name -NotIn $common | Group-Object Name | ForEach-Object { $_.Group[0] }
        $traits = foreach ($parameter in $real) {
            $type = [Nullable]::GetUnderlyingType($parameter.ParameterType) ?? $parameter.ParameterType
            "$(Get-Trait $parameter), $($type.Name) in Chinese $isChinese"
            if ($type.IsEnum) { [Enum]::GetNames($type) | ForEach-Object { "-$($parameter.Name) takes $_" } }
        }
        $described = foreach ($parameter in $page.parameters.parameter) {
            $text = $parameter.description.InnerText
            $type = $parameter.type.name
            # An empty description is in no language.
            $language = $text -match '\p{IsCJKUnifiedIdeographs}' ? $true : $text.Trim() ? $false : 'nor in any other language'
            "$(Get-PageTrait $parameter), $type in Chinese $language"
            $enum = "StockSync.$type" -as [type]
            if ($enum.IsEnum) { [Enum]::GetNames($enum) | Where-Object { $text -clike "*$_*" } | ForEach-Object { "-$($parameter.name) takes $_" } }
        }
        $described | Sort-Object | Should -BeExactly @($traits | Sort-Object)
    }

    It 'has the syntax of every parameter set' {
        $real = foreach ($set in $command.ParameterSets) {
            ($set.Parameters | Where-Object Name -NotIn $common | ForEach-Object { Get-Trait $_ } | Sort-Object) -join "`n"
        }
        $shown = foreach ($item in $page.syntax.syntaxItem) { ($item.parameter | ForEach-Object { Get-PageTrait $_ } | Sort-Object) -join "`n" }
        $shown | Sort-Object | Should -BeExactly @($real | Sort-Object)
    }

    It 'names its outputs, and members that they have' {
        $named = @($page.returnValues.returnValue)
        $named.type.name | Sort-Object | Should -BeExactly @(($command.OutputType.Count ? $command.OutputType.Name : 'None') | Sort-Object)
        foreach ($output in $named | Where-Object { $_.type.name -like 'StockSync.*' }) {
            $members = ($command.OutputType | Where-Object Name -EQ $output.type.name).Type.GetProperties().Name
            $paragraphs = $output.GetElementsByTagName('maml:para') | Select-Object -Skip 1
            foreach ($text in $paragraphs.InnerText) { ($text -split '[:：]')[0] -split ', ' | Should -BeIn $members }
        }
    }

    It 'has examples that PowerShell reads and that use parameters there are' {
        $number = 0
        $complaints = foreach ($example in $page.examples.example) {
            if ($example.title.Trim('- ') -notmatch "^(Example|示例) $((++$number))[:：] ?\w") { "'$($example.title)' does not say what it is for" }
            $problems = $null
            $script = [Management.Automation.Language.Parser]::ParseInput($example.code, [ref] $null, [ref] $problems)
            foreach ($problem in $problems) { "$($problem.Message): $($example.code)" }
            $calls = $script.FindAll({ $args[0] -is [Management.Automation.Language.CommandAst] }, $true) | Where-Object { $known[$_.GetCommandName()] }
            if (-not $calls) { "nothing of the module: $($example.code)" }
            foreach ($call in $calls) {
                foreach ($word in $call.CommandElements | Where-Object { $_ -is [Management.Automation.Language.CommandParameterAst] }) {
                    if ($word.ParameterName -notin $known[$call.GetCommandName()]) { "no parameter ${word}: $($example.code)" }
                }
            }
        }
        $complaints | Should -BeNullOrEmpty
    }
}

Describe 'The topic <Topic> in <Culture>' -ForEach $topics {
    BeforeAll { $lines = Get-TopicLine $Culture $Topic }

    It 'is shown by Get-Help, with its first sentence as the synopsis' {
        $help = Read-Help $Culture $Topic
        $help | Should -HaveCount 1
        "$help".ReplaceLineEndings("`n").TrimEnd() | Should -BeExactly ($lines -join "`n")
        $help.Synopsis | Should -BeExactly $lines[4].Trim()
    }

    It 'fits into 80 columns' {
        # A Chinese character takes two.
        $lines | Where-Object { $_.Length + [regex]::Matches($_, '[\u2E80-\uFFFF]').Count -gt 80 } | Should -BeNullOrEmpty
    }
}
