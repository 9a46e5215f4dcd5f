BeforeDiscovery {
    $cmdlets = @(
        'Clear-SyncCheckpoint', 'Export-SyncCheckpoint', 'Export-SyncReport', 'Get-FailedStock', 'Get-Stock', 'Get-StockBar'
        'Get-SyncAlert', 'Get-SyncCheckpoint', 'Get-SyncConfiguration', 'Get-SyncHealth', 'Get-SyncRun', 'Get-SyncSchedule'
        'Get-TradingDay', 'Import-SyncCheckpoint', 'Initialize-SyncDatabase', 'Invoke-SyncSchedule', 'Register-SyncSchedule'
        'Resolve-DataIssue', 'Resume-FailedStock', 'Send-SyncAlert', 'Set-SyncConfiguration', 'Show-SyncReport', 'Start-StockBackfill', 'Sync-StockDay'
        'Test-SyncConnection', 'Unregister-SyncSchedule'
    )
}
BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    Enter-Sandbox
    $manifest = "$outFolder/StockSync/StockSync.psd1"
}
AfterAll { Exit-Sandbox }

Describe 'The module' {
    It 'has a manifest that PowerShell accepts' {
        (Test-ModuleManifest $manifest).Name | Should -Be 'StockSync'
    }

    It 'is imported without a warning, a word or an error' {
        $run = Invoke-Script "Remove-Module StockSync; Import-Module '$manifest' -Force *>&1"
        $run.ExitCode | Should -Be 0
        $run.Output | Should -BeNullOrEmpty
        $run.Errors | Should -BeNullOrEmpty
    }

    It 'is imported in less than 150 ms by a warm process' {
        # The best of several: what a busy machine adds is not the module's.
        $run = Invoke-Script @"
1..5 | ForEach-Object {
    Remove-Module StockSync
    (Measure-Command { Import-Module '$manifest' }).TotalMilliseconds
} | Measure-Object -Minimum | ForEach-Object Minimum
"@
        [double] $run.Output[-1] | Should -BeLessThan 150
    }

    It 'exports its cmdlets, one alias and nothing else' -TestCases @{ Cmdlets = $cmdlets } {
        $module = Import-Module $manifest -Force -PassThru
        $module.ExportedCmdlets.Keys | Sort-Object | Should -Be $Cmdlets
        $module.ExportedAliases.Keys | Should -Be 'Retry-FailedStock'
        $module.ExportedFunctions.Keys | Should -BeNullOrEmpty
        $module.ExportedVariables.Keys | Should -BeNullOrEmpty
    }

    It 'is found by the name of a cmdlet alone' {
        $run = Invoke-Script @"
Remove-Module StockSync
`$env:PSModulePath = '$outFolder' + [IO.Path]::PathSeparator + `$env:PSModulePath
(Get-Command Retry-FailedStock).ResolvedCommandName
"@
        $run.Output[-1] | Should -Be 'Resume-FailedStock'
    }

    It 'opens no file and no connection when it is imported' {
        $run = Invoke-Script "`$env:STOCKSYNC_DATABASE = '$TestDrive/untouched.db'; Import-Module '$manifest' -Force; exit [int] (Test-Path '$TestDrive/untouched.db')"
        $run.ExitCode | Should -Be 0
        $env:STOCKSYNC_CONFIG | Should -Not -Exist
    }

    It 'keeps its packages to itself' {
        Use-NewDatabase
        $null = Initialize-SyncDatabase
        $mine = [Runtime.Loader.AssemblyLoadContext]::All | Where-Object { $_.Assemblies.GetName().Name -contains 'StockSync.Engine' }
        $mine | Should -HaveCount 1
        $mine.Name | Should -Not -Be 'Default'
        $common = [Runtime.Loader.AssemblyLoadContext]::Default.Assemblies | ForEach-Object { $_.GetName().Name }
        $common | Should -Contain 'StockSync.Core'
        $common | Where-Object { $_ -match '^(Npgsql|Polly|SQLitePCL|Microsoft\.Data\.Sqlite)' } | Should -BeNullOrEmpty
    }

    It 'speaks Chinese in a Chinese session' {
        $culture = [cultureinfo]::CurrentUICulture
        [cultureinfo]::CurrentUICulture = 'zh-CN'
        try { $problem = Get-TerminatingError { Get-SyncConfiguration NoSuchThing -ErrorAction Stop } }
        finally { [cultureinfo]::CurrentUICulture = $culture }
        "$problem" | Should -Match '\p{IsCJKUnifiedIdeographs}'
        $problem.FullyQualifiedErrorId | Should -Be 'SettingUnknown,StockSync.Commands.GetSyncConfigurationCommand'
    }
}

Describe 'Help of <_>' -ForEach $cmdlets {
    BeforeAll {
        $name = $_
        $help = Get-Help $name -Full
        $command = Get-Command $name
        $common = [Management.Automation.PSCmdlet]::CommonParameters + [Management.Automation.PSCmdlet]::OptionalCommonParameters
    }

    It 'says what it does' {
        # Without a help file the synopsis is the syntax.
        $help.Synopsis.Trim() | Should -Not -BeLike "*$name*"
        $help.Synopsis.Trim() | Should -Not -BeNullOrEmpty
        ($help.description | Out-String).Trim() | Should -Not -BeNullOrEmpty
    }

    It 'describes every parameter and no other' {
        $expected = $command.Parameters.Keys | Where-Object { $_ -notin $common } | Sort-Object
        $described = @($help.parameters.parameter | Where-Object { $_.name -notin $common })
        $described.name | Sort-Object | Should -Be $expected
        foreach ($parameter in $described) {
            ($parameter.description | Out-String).Trim() | Should -Not -BeNullOrEmpty -Because "of -$($parameter.name) something should be said"
        }
    }

    It 'has an example that can be read by PowerShell' {
        $examples = @($help.examples.example)
        $examples.Count | Should -BeGreaterThan 0
        foreach ($example in $examples) {
            $problems = $null
            [void] [Management.Automation.Language.Parser]::ParseInput("$($example.code)", [ref] $null, [ref] $problems)
            $problems | Should -BeNullOrEmpty -Because "$($example.code)"
            $example.title.Trim('- ') | Should -Match '^Example \d+: \w' -Because 'it says what the example is for'
        }
    }

    It 'names its output' {
        $named = @($help.returnValues.returnValue.type.name) -join ' '
        foreach ($type in $command.OutputType.Name) { $named | Should -BeLike "*$type*" }
    }
}

Describe 'The topic <_>' -ForEach 'about_StockSync', 'about_StockSync_Configuration', 'about_StockSync_Errors', 'about_StockSync_Machines', 'about_StockSync_Operations' {
    It 'is there in English and in Chinese' -TestCases @{ Topic = $_ } {
        foreach ($culture in 'en-US', 'zh-CN') {
            $text = Get-Content "$outFolder/StockSync/$culture/$Topic.help.txt" -Raw
            $text.Length | Should -BeGreaterThan 500
        }
        Get-Help $Topic | Out-String | Should -BeLike '*StockSync*'
    }
}

Describe 'The topic about_StockSync_Errors' {
    It 'lists every error id' {
        $text = Get-Content "$outFolder/StockSync/en-US/about_StockSync_Errors.help.txt" -Raw
        $ids = [StockSync.ErrorIds].GetFields() | ForEach-Object { $_.GetRawConstantValue() }
        $ids.Count | Should -BeGreaterThan 20
        foreach ($id in $ids) { $text | Should -BeLike "*$id*" }
    }
}

Describe 'The topic about_StockSync_Configuration' {
    It 'lists every setting' {
        $text = Get-Content "$outFolder/StockSync/en-US/about_StockSync_Configuration.help.txt" -Raw
        foreach ($name in (Get-SyncConfiguration).Name) { $text | Should -BeLike "*$name*" }
    }
}
